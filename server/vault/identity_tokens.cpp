// SPDX-License-Identifier: Apache-2.0
#include "vault/identity_tokens.hpp"

#include "signet/crypto/token.hpp"
#include "signet/schema/encoding.hpp"
#include "store/authorities.hpp"
#include "store/key_directory.hpp"
#include "vault_key.hpp"

#include <algorithm>
#include <array>

namespace signet::vault {
namespace {

constexpr auto kAlgorithm = Algorithm::ed25519_mldsa65;
constexpr std::size_t kSeedBytes = 64;
constexpr std::size_t kLongestAudience = 255;
static_assert(kIssuerKeyOverlap > crypto::kLongestTokenLife);

keyring::Place place_of(const VaultId& vault, std::uint64_t epoch) { return {vault, std::nullopt, "issuer", epoch}; }

crypto::PrivateKey open_issuer_key(store::Snapshot& snapshot, const keyring::Keyring& keyring, const VaultId& vault) {
  const auto key = snapshot.key_directory().find_issuer_key(vault);
  const auto vault_key = snapshot.authorities().find_vault_key(vault);
  if (!key || !vault_key) throw store::CorruptStore("vault " + vault.str() + " has no key to issue tokens with");
  const auto seed =
      keyring.open(keyring::Purpose::issuer, place_of(vault, key->epoch), *vault_key, key->seed, key->wrapped_key);
  return crypto::PrivateKey::from_seed(kAlgorithm, seed.expose());
}

std::string make_token_id(crypto::Random& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(bytes);
  return to_hex(bytes);
}

}  // namespace

bool is_audience(std::string_view text) {
  return !text.empty() && text.size() <= kLongestAudience &&
         std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

Result<void> may_have_token(store::Snapshot& snapshot, const TokenAttempt& attempt) {
  if (snapshot.key_directory().has_audience(attempt.machine.id, attempt.audience)) return {};
  return refuse(ErrorCode::forbidden, "This machine may have no tokens for that audience");
}

bool has_issuer_key(store::Snapshot& snapshot, const VaultId& vault, Instant now) {
  const auto key = snapshot.key_directory().find_issuer_key(vault);
  return key && now < key->created_at + kIssuerKeyAge;
}

IssuedToken issue_token(store::Snapshot& snapshot, const keyring::Keyring& keyring, crypto::Random& random,
                        const TokenAttempt& attempt, Instant now, Journal& journal) {
  const auto issuer = open_issuer_key(snapshot, keyring, attempt.machine.vault);
  const auto issued_at = to_unix_seconds(now);
  auto expires_at = issued_at + attempt.life.count();
  if (attempt.machine.expires_at)
    expires_at = std::clamp(to_unix_seconds(*attempt.machine.expires_at), issued_at + 1, expires_at);
  const crypto::TokenClaims claims{.issuer = attempt.issuer,
                                   .audience = attempt.audience,
                                   .subject = attempt.machine.id.str(),
                                   .id = make_token_id(random),
                                   .issued_at = issued_at,
                                   .not_before = issued_at,
                                   .expires_at = expires_at,
                                   .key = attempt.machine.key.fingerprint};
  journal.add(Action::identity_token_issue, claims.id + " for " + attempt.audience);
  return {.token = attempt.as_json ? crypto::issue_json_token(issuer, claims) : crypto::issue_token(issuer, claims),
          .key_id = crypto::token_key_id(issuer.public_key()),
          .expires_at = from_millis(expires_at * 1'000)};
}

IssuerKey rotate_issuer_key(Work& work, const VaultId& vault, bool distrust_old) {
  auto& directory = work.transaction.key_directory();
  const auto last = work.read().key_directory().find_issuer_key(vault);
  if (last) directory.retire_issuer_key(vault, work.now + kIssuerKeyOverlap);
  if (distrust_old) directory.unlist_issuer_keys(vault, work.now);
  SecretBytes seed(kSeedBytes);
  work.random.fill(seed.expose_mutable());
  const auto epoch = last ? last->epoch + 1 : 1;
  const auto key = crypto::PrivateKey::from_seed(kAlgorithm, seed.expose()).public_key();
  auto sealed =
      work.keyring.seal(keyring::Purpose::issuer, place_of(vault, epoch), own_key_of(work, vault), seed.expose());
  IssuerKey made{.vault = vault,
                 .epoch = epoch,
                 .public_key = key.raw(),
                 .seed = std::move(sealed.ciphertext),
                 .wrapped_key = std::move(sealed.wrapped_key),
                 .created_at = work.now};
  directory.insert_issuer_key(made);
  work.transaction.raise_generation(vault);  // what is about to be signed with the one before is signed anew
  work.journal.add(Action::identity_key_rotate, "epoch " + std::to_string(epoch) + " " + crypto::token_key_id(key) +
                                                    (distrust_old ? ", those before are distrusted" : ""));
  return made;
}

Result<std::vector<std::string>> list_audiences(store::Snapshot& snapshot, const VaultId& vault,
                                                const MachineId& machine) {
  if (const auto found = find_machine(snapshot, vault, machine); !found) return std::unexpected(found.error());
  return snapshot.key_directory().list_audiences(machine);
}

Result<std::vector<std::string>> put_audiences(Work& work, const VaultId& vault, const MachineId& machine,
                                               const std::vector<std::string>& audiences) {
  const auto found = find_machine(work.read(), vault, machine);
  if (!found) return std::unexpected(found.error());
  work.transaction.key_directory().put_audiences(machine, audiences);
  work.transaction.raise_generation(vault);
  std::string detail = found->name + ":";
  for (const auto& audience : audiences) detail += " " + audience;
  work.journal.add(Action::machine_audiences, std::move(detail)).machine_id = machine.str();
  return work.read().key_directory().list_audiences(machine);
}

}  // namespace signet::vault
