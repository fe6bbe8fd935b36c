// SPDX-License-Identifier: Apache-2.0
#include "app/init.hpp"

#include "audit/audit.hpp"
#include "first_operator.hpp"
#include "keyring/keyring.hpp"
#include "keyring/root_key_slot.hpp"
#include "made.hpp"
#include "setting_checks.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/name.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace signet::app {
namespace {

Result<void> require_name(std::string_view flag, std::string_view name) {
  if (is_display_name(name)) return {};
  return fail(ExitCode::usage, fmt::format("{}: must be {}", flag, kDisplayNameRule));
}

/// What can be known before anything is made.
Result<void> check(const Config& config, const InitRequest& request) {
  if (auto good = require_name("--vault-name", request.vault_name); !good) return good;
  if (auto good = require_name("--operator-name", request.operator_name); !good) return good;
  if (config.port == 0 && config.public_url.empty())
    return fail(ExitCode::usage,
                "listen.port is 0, so nobody knows where clients will reach the server: set another "
                "port, or public_url");
  if (auto room = require_room(config.data_dir); !room) return room;
  std::error_code error;
  if (std::filesystem::exists(std::filesystem::symlink_status(config.root_key_file, error)))
    return fail(ExitCode::data, fmt::format("{} is there already, and the data of another installation may depend on "
                                            "it: name another with --root-key-file",
                                            config.root_key_file.string()));
  for (const auto& path : {config.data_dir, config.root_key_file, request.operator_dir})
    if (!is_utf8(path.string())) return fail(ExitCode::usage, path.string() + ": paths must be UTF-8");
  if (request.given) return {};
  if (lies_in(request.operator_dir, config.data_dir) || lies_in(config.data_dir, request.operator_dir) ||
      lies_in(config.root_key_file, request.operator_dir))
    return fail(ExitCode::usage,
                "--operator-dir: must be apart from the data folder and the root key file, for it leaves this machine "
                "and they stay");
  return require_room(request.operator_dir);
}

NewInstallation describe(const Config& config, const InitRequest& request, const FirstOperator& who,
                         crypto::Random& random) {
  return {.id = InstallationId::make(random),
          .vault = VaultId::make(random),
          .vault_name = request.vault_name,
          .operator_id = who.id,
          .operator_name = who.name,
          .algorithm = std::string(info(who.key.algorithm()).name),
          .fingerprint = to_hex(who.key.fingerprint()),
          .api_url = config.public_url.empty() ? local_url(config, config.port) : config.public_url,
          .data_dir = config.data_dir,
          .root_key_file = config.root_key_file,
          .operator_dir = request.given ? std::nullopt : std::optional(request.operator_dir)};
}

struct RootKey {
  SecretBytes bytes;
  store::KeySlot slot;
};

Result<RootKey> make_root_key(Made& made, const std::filesystem::path& file, crypto::Random& random, Instant now) {
  if (auto folder = made.folder(file.parent_path()); !folder) return std::unexpected(folder.error());
  const auto slot_key = keyring::make_key_file(file, random);
  if (!slot_key) return fail(ExitCode::data, slot_key.error());
  made.add(file);
  RootKey root{keyring::make_root_key(random),
               {SlotId::make(random), "file", {}, now, keyring::slot_public_key(slot_key->expose())}};
  root.slot.wrapped_root_key =
      keyring::wrap_root_key(slot_key->expose(), root.slot.id, root.slot.kind, root.bytes.expose(), random);
  root.slot.mac = keyring::slot_mac(keyring::Keyring(root.bytes.expose(), random), root.slot.id, root.slot.kind,
                                    root.slot.public_key, root.slot.parameters);
  return root;
}

void write_rows(store::Transaction& transaction, const NewInstallation& made, const FirstOperator& who,
                const RootKey& root, Instant now) {
  transaction.create_installation({.id = made.id, .root_key_id = keyring::root_key_id(root.bytes.expose())}, now);
  transaction.insert_key_slot(root.slot);
  transaction.insert_vault({.id = made.vault, .name = made.vault_name, .created_at = now});
  transaction.insert_operator({.id = who.id,
                               .name = who.name,
                               .root = true,
                               .key = {.algorithm = who.key.algorithm(),
                                       .raw = who.key.raw(),
                                       .fingerprint = who.key.fingerprint(),
                                       .created_at = now},
                               .created_at = now});
  transaction.set_role(who.id, made.vault, Role::owner);

  const auto append = [&](Action action, const std::string& log, std::string detail) {
    audit::append(transaction, {.action = action, .log = log, .detail = std::move(detail)}, now);
  };
  append(Action::installation_create, made.id.str(), "root key " + keyring::root_key_id(root.bytes.expose()));
  append(Action::vault_create, made.id.str(), made.vault.str() + " " + made.vault_name);
  append(Action::operator_add, made.id.str(), who.id.str() + " " + who.name + " as root");
  append(Action::operator_add, made.vault.str(), who.id.str() + " " + who.name + " as owner");
}

Result<void> make_database(const std::filesystem::path& file, const std::function<void(store::Transaction&)>& rows) {
  std::string failure = "is the disk full?";
  store::create_sqlite(file);
  const auto store = store::open_sqlite(file);
  const auto committer = store->committer({.on_unknown_outcome = [&](const std::string& what) { failure = what; }});
  const bool committed = store::commit_and_wait(*committer, rows);
  committer->stop();
  if (!committed) return fail(ExitCode::data, fmt::format("{} could not be written: {}", file.string(), failure));
  return {};
}

}  // namespace

Result<NewInstallation> init(const Config& config, const InitRequest& request, crypto::Random& random,
                             const Clock& clock) {
  if (auto good = check(config, request); !good) return std::unexpected(good.error());
  const auto who = first_operator(request, random);
  if (!who) return std::unexpected(who.error());
  auto installation = describe(config, request, *who, random);

  const auto now = clock.now();
  Made made;
  if (auto done = made.empty_folder(config.data_dir); !done) return std::unexpected(done.error());
  const auto root = make_root_key(made, config.root_key_file, random, now);
  if (!root) return std::unexpected(root.error());
  if (installation.operator_dir)
    if (auto done = write_operator(made, *installation.operator_dir, *who, installation); !done)
      return std::unexpected(done.error());
  try {
    const auto rows = [&](store::Transaction& transaction) { write_rows(transaction, installation, *who, *root, now); };
    if (auto done = make_database(config.database(), rows); !done) return std::unexpected(done.error());
  } catch (const store::StoreError& error) {
    return fail(ExitCode::data, error.what());
  }
  made.keep();
  return installation;
}

}  // namespace signet::app
