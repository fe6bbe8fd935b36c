// SPDX-License-Identifier: Apache-2.0
#include "vault/write_proofs.hpp"

#include "store/audit_tree.hpp"
#include "store/authorities.hpp"
#include "vault_key.hpp"

#include <algorithm>

namespace signet::vault {
namespace {

constexpr std::size_t kSaltBytes = sizeof(SignedWrite::salt);
constexpr std::size_t kHeadBytes = kSaltBytes + 2;

/// None: the installation's.
std::optional<VaultId> owner_of(const std::string& log) { return VaultId::parse(log); }

keyring::Place place_of(const std::string& log, std::int64_t first) {
  return {owner_of(log), std::nullopt, std::to_string(first), 1};
}

/// salt | u16 of the payload's length | payload | signature
Bytes encode(const SignedWrite& write) {
  Bytes bytes(write.salt.begin(), write.salt.end());
  bytes.push_back(static_cast<std::uint8_t>(write.payload.size() >> 8));
  bytes.push_back(static_cast<std::uint8_t>(write.payload.size()));
  bytes.insert(bytes.end(), write.payload.begin(), write.payload.end());
  bytes.insert(bytes.end(), write.signature.begin(), write.signature.end());
  return bytes;
}

SignedWrite decode(ByteView bytes) {
  const auto require = [&](bool is_whole) {
    if (!is_whole) throw store::CorruptStore("the proof of a write is cut off");
  };
  require(bytes.size() >= kHeadBytes);
  const auto length = bytes[kSaltBytes] * std::size_t{256} + bytes[kSaltBytes + 1];
  require(bytes.size() >= kHeadBytes + length);
  SignedWrite write{.payload = std::string(as_text(bytes.subspan(kHeadBytes, length))), .signature = {}, .salt = {}};
  std::ranges::copy(bytes.first(kSaltBytes), write.salt.begin());
  const auto signature = bytes.subspan(kHeadBytes + length);
  write.signature.assign(signature.begin(), signature.end());
  return write;
}

}  // namespace

crypto::Sha256 digest_of(const SignedWrite& write) {
  return crypto::sha256({as_bytes(write.payload), write.signature, write.salt});
}

void keep_write_proof(Work& work, const std::string& log, std::int64_t first, std::int64_t last,
                      const SignedWrite& write) {
  auto sealed = work.keyring.seal(keyring::Purpose::proof, place_of(log, first), own_key_of(work, owner_of(log)),
                                  encode(write));
  work.transaction.audit_tree().insert_write_proof({.log = log,
                                                    .first = first,
                                                    .last = last,
                                                    .sealed = std::move(sealed.ciphertext),
                                                    .wrapped_key = std::move(sealed.wrapped_key)});
}

Result<SignedWrite> open_write_proof(store::Snapshot& snapshot, const keyring::Keyring& keyring,
                                     const std::string& log, std::int64_t record) {
  const auto proof = snapshot.audit_tree().find_write_proof(log, record);
  if (!proof) return not_found("proof");
  const auto key = snapshot.authorities().find_vault_key(owner_of(log));
  if (!key) throw store::CorruptStore("there is no key for the proofs of the log " + log);
  return decode(keyring.open(keyring::Purpose::proof, place_of(log, proof->first), *key, proof->sealed,
                             proof->wrapped_key)
                    .expose());
}

Result<void> delete_write_proof(Work& work, const std::string& log, std::int64_t record) {
  const auto proof = work.read().audit_tree().find_write_proof(log, record);
  if (!proof) return not_found("proof");
  work.transaction.audit_tree().delete_write_proof(*proof);
  work.journal.add(Action::audit_proof_delete, "of the records " + std::to_string(proof->first) + " to " +
                                                   std::to_string(proof->last));
  return {};
}

}  // namespace signet::vault
