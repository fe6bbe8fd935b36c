// SPDX-License-Identifier: Apache-2.0
#include "audit_proofs.hpp"
#include "fail.hpp"
#include "object_reader.hpp"
#include "signet/client/audit_verification.hpp"
#include "signet/crypto/bundle.hpp"
#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

namespace signet::client {
namespace {

/// A signature of several binds them to their keyset, of which the proof does not say how many must sign.
bool is_signed_by(std::span<const crypto::PublicKey> signers, ByteView payload, const Bytes& signature) {
  if (signers.size() == 1) return signers.front().verify(payload, signature);
  for (unsigned threshold = 2; threshold <= signers.size(); ++threshold) {
    const auto keyset = crypto::Keyset::make(threshold, {signers.begin(), signers.end()});
    if (keyset && crypto::verify_bundle(*keyset, payload, signature)) return true;
  }
  return false;
}

}  // namespace

WriteProof read_write_proof(ObjectReader& object) {
  return {.log = object.text("log"),
          .record = object.number("record"),
          .payload = object.text("payload"),
          .signature = object.text("signature"),
          .salt = object.text("salt")};
}

Result<WriteProof> parse_write_proof(std::string_view text) {
  const auto json = parse_json_object(as_bytes(text));
  if (!json) return fail(ErrorKind::local, "the proof is not JSON: " + json.error());
  std::string problem;
  ObjectReader object(*json, problem);
  auto proof = read_write_proof(object);
  if (!problem.empty()) return fail(ErrorKind::local, "the proof is none: " + problem);
  return proof;
}

Result<void> verify_write_proof(const WriteProof& proof, std::string_view record,
                                std::span<const crypto::PublicKey> signers) {
  const auto refused = [&](std::string_view why) {
    return fail(ErrorKind::local, fmt::format("the proof of record {} does not hold: {}", proof.record, why));
  };
  if (record.empty()) return refused("the log has no such record");
  const auto json = parse_json_object(as_bytes(record));
  const auto signature = from_base64(proof.signature), salt = from_base64(proof.salt);
  if (!json || !signature || !salt || salt->size() != crypto::Sha256().size()) return refused("it is malformed");
  std::string problem;
  ObjectReader read(*json, problem);
  if (read.text("log") != proof.log || read.number("seq") != proof.record) return refused("it is another record's");
  const auto digest = read.text_or_none("proof");
  if (!digest) return refused("the record has none");
  if (*digest != to_base64(crypto::sha256({as_bytes(proof.payload), *signature, *salt})))
    return refused("the record holds the digest of another");
  if (signers.empty() || is_signed_by(signers, as_bytes(proof.payload), *signature)) return {};
  if (signers.size() == 1 && crypto::decode_bundle(*signature))
    return refused("several keys signed it together: all of their keyset are needed");
  return refused(signers.size() == 1 ? "this key did not sign it" : "these keys did not sign it together");
}

}  // namespace signet::client
