// SPDX-License-Identifier: Apache-2.0
#include "audit_proofs.hpp"

#include "decode.hpp"
#include "fail.hpp"
#include "signet/crypto/merkle.hpp"
#include "signet/schema/encoding.hpp"
#include "vault_requests.hpp"

#include <algorithm>

namespace signet::client {
namespace {

AuditCheckpoint read_checkpoint(ObjectReader& object) {
  return {.origin = object.text("origin"),
          .size = object.number("size"),
          .root = object.text("root"),
          .note = object.text("note"),
          .signed_at = object.time("signedAt"),
          .keys = object.texts_or_none("keys").value_or(std::vector<std::string>())};
}

AuditInclusion read_inclusion(ObjectReader& object) {
  return {.record = object.number("record"),
          .size = object.number("size"),
          .root = object.text("root"),
          .leaf = object.text("leaf"),
          .hashes = object.texts_or_none("hashes").value_or(std::vector<std::string>())};
}

AuditConsistency read_consistency(ObjectReader& object) {
  return {.from = object.number("from"),
          .to = object.number("to"),
          .from_root = object.text("fromRoot"),
          .root = object.text("root"),
          .hashes = object.texts_or_none("hashes").value_or(std::vector<std::string>())};
}

Target proof_of(const Target& audit, std::uint64_t record) {
  return audit / "records" / std::to_string(record) / "proof";
}

/// Nothing verifies against the hash that what is none becomes.
crypto::Sha256 read_hash(const std::string& text) {
  crypto::Sha256 hash{};
  const auto bytes = from_base64(text);
  if (bytes && bytes->size() == hash.size()) std::ranges::copy(*bytes, hash.begin());
  return hash;
}

crypto::MerkleProof read_hashes(const std::vector<std::string>& texts) {
  crypto::MerkleProof hashes;
  for (const auto& text : texts) hashes.push_back(read_hash(text));
  return hashes;
}

std::unexpected<Error> does_not_hold(std::string_view what) {
  return fail(ErrorKind::server, fmt::format("the server's proof that {} does not hold", what));
}

}  // namespace

Result<AuditCheckpoint> ask_checkpoint(Exchange& exchange, const Target& audit, std::optional<std::uint64_t> size) {
  const auto target = size ? audit / "checkpoints" / std::to_string(*size) : audit / "checkpoint";
  return decode(exchange.read(target), read_checkpoint);
}

Result<AuditInclusion> ask_inclusion(Exchange& exchange, const Target& audit, std::uint64_t record,
                                     std::optional<std::uint64_t> size) {
  auto target = audit / "inclusion";
  target.query("record", std::to_string(record));
  if (size) target.query("size", std::to_string(*size));
  auto proof = decode(exchange.read(target), read_inclusion);
  if (!proof) return proof;
  const bool asked = proof->record == record && record != 0 && (!size || proof->size == *size);
  if (!asked || !crypto::verify_inclusion(read_hash(proof->leaf), record - 1, proof->size, read_hashes(proof->hashes),
                                          read_hash(proof->root)))
    return does_not_hold("this record is in its log");
  return proof;
}

Result<AuditConsistency> ask_consistency(Exchange& exchange, const Target& audit, std::uint64_t from,
                                         std::optional<std::uint64_t> to) {
  auto target = audit / "consistency";
  target.query("from", std::to_string(from));
  if (to) target.query("to", std::to_string(*to));
  auto proof = decode(exchange.read(target), read_consistency);
  if (!proof) return proof;
  const bool asked = proof->from == from && (!to || proof->to == *to);
  if (!asked || !crypto::verify_consistency(from, read_hash(proof->from_root), proof->to, read_hash(proof->root),
                                            read_hashes(proof->hashes)))
    return does_not_hold("its log goes on from what it was");
  return proof;
}

Result<WriteProof> ask_write_proof(Exchange& exchange, const Target& audit, std::uint64_t record) {
  return decode(exchange.read(proof_of(audit, record)), read_write_proof);
}

Result<void> delete_write_proof(Exchange& exchange, const Target& audit, std::uint64_t record) {
  return decode_done(exchange.write("DELETE", proof_of(audit, record), nothing()));
}

}  // namespace signet::client
