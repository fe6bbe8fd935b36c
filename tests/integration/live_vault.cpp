// SPDX-License-Identifier: Apache-2.0
#include "live_vault.hpp"

#include "signet/client/private_file.hpp"
#include "signet/schema/canonical_request.hpp"

namespace signet::testing {
namespace {

client::OperatorIdentity first_operator(const Signetd& server) {
  auto identity = must(client::load_operator_identity(server.operator_folder.string()));
  identity.api_url = server.url();
  return identity;
}

std::shared_ptr<const crypto::PrivateKey> load_key(const std::filesystem::path& file) {
  return std::make_shared<const crypto::PrivateKey>(must(client::load_private_key(file)));
}

}  // namespace

client::AdminClient LiveVault::admin() const {
  return must(client::AdminClient::open(first_operator(server), connect()));
}

client::VaultAdmin LiveVault::vault() const {
  auto client = admin();
  return client.vault(client.identity().vault_id);
}

client::Client LiveVault::open(client::Identity identity) const {
  identity.api_url = server.url();
  return must(client::Client::open(std::move(identity), connect()));
}

client::Identity LiveVault::enrol(const std::string& name, Algorithm algorithm) const {
  const auto token = must(vault().create_token());
  return must(client::enrol(server.url(), token.token,
                            {.name = name,
                             .hostname = "host.example",
                             .algorithm = algorithm,
                             .base = server.folder / "machines" / name,
                             .connect = connect()}))
      .identity;
}

client::Identity LiveVault::make_machine(const std::string& name, Algorithm algorithm) const {
  auto identity = enrol(name, algorithm);
  static_cast<void>(must(vault().approve_machine(identity.machine_id)));
  return identity;
}

LiveVault::Reader LiveVault::make_reader(std::string_view value, Algorithm algorithm) const {
  auto owner = vault();
  Reader reader{.identity = make_machine("reader", algorithm),
                .project = must(owner.create_project("payments")).project_id,
                .secret = {}};
  reader.secret = must(owner.create_secret(reader.project, "database", SecretBytes::from_text(value))).secret_id;
  static_cast<void>(must(owner.add_member(reader.project, reader.identity.machine_id)));
  static_cast<void>(must(owner.grant(reader.secret, reader.identity.machine_id)));
  return reader;
}

RawSigner LiveVault::by_hand(const client::Identity& machine) {
  return {.header = header::kMachineId, .id = machine.machine_id, .key = load_key(machine.private_key_path)};
}

RawSigner LiveVault::by_hand() const {
  const auto identity = first_operator(server);
  return {.header = header::kOperatorId, .id = identity.operator_id, .key = load_key(identity.private_key_path)};
}

RawConnection LiveVault::connection(const std::string& from) const { return RawConnection(server.port(), from); }

RawAnswer LiveVault::ask(std::string_view request, const std::string& from) const {
  return connection(from).ask(request);
}

std::string LiveVault::in_vault(const std::string& rest) const {
  return "/v1/admin/vaults/" + first_operator(server).vault_id + rest;
}

}  // namespace signet::testing
