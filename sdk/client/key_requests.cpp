// SPDX-License-Identifier: Apache-2.0
#include "key_requests.hpp"

#include "decode.hpp"
#include "signet/client/admin_client.hpp"
#include "signet/client/client.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"
#include "vault_requests.hpp"

namespace signet::client {

Target machine_key_target() { return Target("/v1/machine/key"); }

Target operator_key_target(const std::string& installation_id) {
  return Target("/v1/admin/installations") / installation_id / "key";
}

Json rotation_to(const crypto::PrivateKey& next, std::string_view id) {
  return {{"algorithm", json_text(info(next.algorithm()).name)},
          {"publicKey", json_text(to_base64(next.public_key().raw()))},
          {"proof", json_text(to_base64(crypto::make_proof(crypto::ProofPurpose::rotate, id, next)))}};
}

Json rotation_to(const SigningKeys& next, std::string_view id) {
  const auto& keyset = next.keyset();
  if (!keyset) return rotation_to(next.first(), id);
  return {{"keyset", json_text(to_base64(keyset->encode()))},
          {"proof", json_text(to_base64(next.sign(crypto::keyset_proof_message(id, *keyset).expose())))}};
}

KeyRecord read_key_record(ObjectReader& object) {
  return {.key_epoch = object.number("keyEpoch"),
          .algorithm = object.text("algorithm"),
          .fingerprint = object.text("fingerprint"),
          .created_at = object.time("createdAt"),
          .replaced_at = object.time_or_none("replacedAt"),
          .valid_until = object.time_or_none("validUntil")};
}

RotatedKey read_rotated_key(ObjectReader& object) {
  return {.key = read_key_record(object), .former_valid_until = object.time("formerValidUntil")};
}

Result<RotatedKey> Client::rotate_key(const crypto::PrivateKey& next) {
  return decode(exchange_->write("POST", machine_key_target(), rotation_to(next, identity_.machine_id)),
                read_rotated_key);
}

Result<RotatedKey> AdminClient::rotate_key(const crypto::PrivateKey& next) {
  return decode(exchange_->write("POST", operator_key_target(identity_.installation_id),
                                 rotation_to(next, identity_.operator_id)),
                read_rotated_key);
}

Result<Page<KeyRecord>> VaultAdmin::machine_keys(std::string_view machine_id, const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "machines" / machine_id / "keys").page(page)), read_key_record);
}

Result<Page<KeyRecord>> VaultAdmin::operator_keys(std::string_view operator_id, const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "operators" / operator_id / "keys").page(page)),
                     read_key_record);
}

}  // namespace signet::client
