// SPDX-License-Identifier: Apache-2.0
#include "new_slot.hpp"

#include "keyring/keyring.hpp"
#include "keyring/root_key_slot.hpp"
#include "keyring/share.hpp"
#include "keyring/slot_passphrase.hpp"
#include "open_keyring.hpp"

#include <fmt/format.h>

namespace signet::app {
namespace {

constexpr std::size_t kMostPem = 8'192;

store::KeySlot wrapped(const NewSlot& wanted, ByteView slot_key, ByteView root_key, crypto::Random& random,
                       Instant now) {
  store::KeySlot slot{SlotId::make(random), wanted.kind, {}, now, keyring::slot_public_key(slot_key)};
  slot.wrapped_root_key = keyring::wrap_root_key(slot_key, slot.id, slot.kind, root_key, random);
  return slot;
}

Result<MadeSlot> with_key_file(const NewSlot& wanted, ByteView root_key, Made& made, crypto::Random& random,
                               Instant now) {
  const auto key = keyring::make_key_file(wanted.file, random);
  if (!key) return fail(ExitCode::data, key.error());
  made.add(wanted.file);
  const auto advice =
      wanted.kind == "credential"
          ? fmt::format("Encrypt it for the service and delete it:\n  systemd-creds encrypt --name=signet-root-key {} "
                        "/etc/credstore.encrypted/signet-root-key\nand in the unit: "
                        "LoadCredentialEncrypted=signet-root-key\n",
                        wanted.file.string())
          : fmt::format("Its key is in {}: keep it apart from the backups.\n", wanted.file.string());
  return MadeSlot{wrapped(wanted, key->expose(), root_key, random, now), advice};
}

Result<MadeSlot> with_passphrase(const NewSlot& wanted, ByteView root_key, crypto::Random& random, Instant now) {
  const auto passphrase = read_secret_file(wanted.file, keyring::kMostPassphrase);
  if (!passphrase) return std::unexpected(passphrase.error());
  if (passphrase->size() < keyring::kLeastPassphrase)
    return fail(ExitCode::usage,
                fmt::format("a passphrase must have at least {} bytes: six words at random are a good one",
                            keyring::kLeastPassphrase));
  auto parameters = keyring::make_passphrase_parameters(random);
  const auto key = keyring::passphrase_slot_key(passphrase->expose(), parameters);
  auto slot = wrapped(wanted, key->expose(), root_key, random, now);
  slot.parameters = std::move(parameters);
  return MadeSlot{std::move(slot), "signetd serve --passphrase-file FILE starts with it.\n"};
}

Result<MadeSlot> with_shares(const NewSlot& wanted, ByteView root_key, Made& made, crypto::Random& random,
                             Instant now) {
  const keyring::ShareCounts counts{wanted.threshold, wanted.shares};
  if (!keyring::are_share_counts(counts))
    return fail(ExitCode::usage, fmt::format("--threshold and --shares: at least {} of at most {}",
                                             keyring::kLeastThreshold, keyring::kMostShares));
  const auto slot_key = keyring::make_root_key(random);
  auto slot = wrapped(wanted, slot_key.expose(), root_key, random, now);
  slot.parameters = encode(counts);
  SecretBytes lines;
  lines.reserve((keyring::kShareText + 1) * counts.shares);
  for (const auto& share : keyring::make_shares(slot.id, slot_key.expose(), counts, random)) {
    lines.append(share.expose());
    lines.append(as_bytes("\n"));
  }
  if (auto done = made.file(wanted.file, lines.expose()); !done) return std::unexpected(done.error());
  return MadeSlot{
      std::move(slot),
      fmt::format("{} holds the {} shares, a line each: give each to somebody else, then `shred -u` it. Any {} "
                  "of them open; test them first: signetd slot test --shares-file FILE\n",
                  wanted.file.string(), counts.shares, counts.threshold)};
}

Result<MadeSlot> for_recovery(const NewSlot& wanted, ByteView root_key, crypto::Random& random, Instant now) {
  const auto pem = read_secret_file(wanted.file, kMostPem);
  if (!pem) return std::unexpected(pem.error());
  const auto to = crypto::SealingPublicKey::from_pem(pem->expose_text());
  if (!to)
    return fail(ExitCode::data, wanted.file.string() + " holds no public key as `signetd slot recovery-key` makes it");
  store::KeySlot slot{SlotId::make(random), wanted.kind, {}, now, to->raw()};
  slot.wrapped_root_key = keyring::seal_root_key(slot.public_key, slot.id, slot.kind, root_key, random);
  return MadeSlot{std::move(slot), "Try once that the private key opens it: signetd slot test --recovery-key FILE\n"};
}

Result<MadeSlot> without_mac(const NewSlot& wanted, ByteView root_key, Made& made, crypto::Random& random,
                             Instant now) {
  if (wanted.kind == "passphrase") return with_passphrase(wanted, root_key, random, now);
  if (wanted.kind == "shares") return with_shares(wanted, root_key, made, random, now);
  if (wanted.kind == "recovery") return for_recovery(wanted, root_key, random, now);
  return with_key_file(wanted, root_key, made, random, now);
}

}  // namespace

Result<MadeSlot> make_slot(const NewSlot& wanted, ByteView root_key, Made& made, crypto::Random& random, Instant now) {
  auto done = without_mac(wanted, root_key, made, random, now);
  if (!done) return done;
  auto& slot = done->slot;
  slot.mac = keyring::slot_mac(keyring::Keyring(root_key, random), slot.id, slot.kind, slot.public_key,
                               slot.parameters);
  return done;
}

Result<std::string> make_recovery_key(const std::filesystem::path& file, crypto::Random& random) {
  auto public_file = file;
  public_file += ".pub";
  const auto key = crypto::SealingPrivateKey::generate(random);
  Made made;
  if (auto done = made.file(file, key.to_pem().expose()); !done) return std::unexpected(done.error());
  if (auto done = made.file(public_file, as_bytes(key.public_key().to_pem())); !done)
    return std::unexpected(done.error());
  made.keep();
  return fmt::format("private key: {}, which belongs off this host\npublic key: {}, for `signetd slot add recovery "
                     "--file`\n", file.string(), public_file.string());
}

}  // namespace signet::app
