// SPDX-License-Identifier: Apache-2.0
// Certificate authorities, and the secrets of which a read issues a certificate.
#include "arguments.hpp"
#include "definitions.hpp"

#include <fmt/format.h>

namespace signet::cli {

using client::VaultAdmin;

Record describe(const client::Authority& authority) {
  return {text("authorityId", authority.authority_id), text("type", authority.type), text("name", authority.name),
          time("createdAt", authority.created_at), detail(text("publicKey", authority.public_key))};
}

namespace {

Record describe(const client::CertificateSecret& secret) {
  const auto& profile = secret.profile;
  return {text("secretId", secret.secret_id),
          text("projectId", secret.project_id),
          text("name", secret.name),
          text("authorityId", profile.authority_id),
          text("type", secret.type),
          number("maxValiditySeconds", profile.max_validity_seconds),
          flag("certificateHeaders", profile.certificate_headers),
          text("subject", profile.subject),
          text("host", profile.host),
          texts("names", profile.names),
          texts("addresses", profile.addresses),
          texts("usages", profile.usages)};
}

Result<void> show(Session& session, const Result<client::CertificateSecret>& secret) {
  if (!secret) return std::unexpected(secret.error());
  return session.show(describe(*secret));
}

using Texts = std::shared_ptr<std::vector<std::string>>;

class ProfileArguments {
 public:
  explicit ProfileArguments(CLI::App& command)
      : authority_(required_option(command, "--authority", "ID", "Who signs")),
        subject_(required_option(command, "--subject", "NAME", "SSH: the user name; X.509: the common name")),
        host_(option(command, "--host", "HOST", "SSH: where to log in")),
        names_(options(command, "--name", "NAME", "SSH: a further principal; X.509: a DNS name; repeatable")),
        addresses_(options(command, "--address", "IP", "X.509: an address; repeatable")),
        usages_(options(command, "--usage", "WORD",
                        "X.509: clientAuth or serverAuth; SSH: an extension, as permit-pty; repeatable")),
        most_(std::make_shared<std::uint32_t>(3'600)),
        signed_only_(
            cli::flag(command, "--signed-only", "Take no key in unsigned headers, as public clients send it")) {
    command.add_option("--max-validity", *most_, "The longest life of a certificate: 60 to 86400")
        ->type_name("SECONDS");
  }
  [[nodiscard]] client::CertificateProfile read() const {
    return {.authority_id = *authority_,
            .max_validity_seconds = *most_,
            .certificate_headers = !*signed_only_,
            .subject = *subject_,
            .host = *host_,
            .names = *names_,
            .addresses = *addresses_,
            .usages = *usages_};
  }

 private:
  Text authority_, subject_, host_;
  Texts names_, addresses_, usages_;
  std::shared_ptr<std::uint32_t> most_;
  Flag signed_only_;
};

}  // namespace

Action define_authority_list(CLI::App& command) {
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.authorities(page); });
  });
}

Action define_authority_create(CLI::App& command) {
  const auto type = positional(command, "TYPE", "ssh or x509");
  command.get_option("TYPE")->check(CLI::IsMember({"ssh", "x509"}));
  const auto name = positional(command, "NAME", "The authority's name");
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return session.show_result(vault.create_authority(*type, *name));
  });
}

Action define_authority_show(CLI::App& command) {
  const auto id = positional(command, "AUTHORITY", "The authority's id");
  return in_vault([=](Session& session, VaultAdmin& vault) { return session.show_result(vault.authority(*id)); });
}

Action define_authority_delete(CLI::App& command) {
  const auto id = positional(command, "AUTHORITY", "The authority's id");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto sure = confirmation.ask(session, fmt::format("The key of {} is destroyed.", *id));
    return sure ? session.done_result(vault.delete_authority(*id), "deleted") : sure;
  });
}

Action define_certificate_create(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "The project's id");
  const auto name = positional(command, "NAME", "The secret's name");
  const ProfileArguments profile(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return show(session, vault.create_certificate_secret(*project, *name, profile.read()));
  });
}

Action define_certificate_show(CLI::App& command) {
  const auto id = positional(command, "SECRET", "The secret's id");
  return in_vault([=](Session& session, VaultAdmin& vault) { return show(session, vault.certificate_secret(*id)); });
}

Action define_certificate_set(CLI::App& command) {
  const auto id = positional(command, "SECRET", "The secret's id");
  const ProfileArguments profile(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return show(session, vault.replace_certificate_profile(*id, profile.read()));
  });
}

}  // namespace signet::cli
