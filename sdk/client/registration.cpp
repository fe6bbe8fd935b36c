// SPDX-License-Identifier: Apache-2.0
#include "registration.hpp"

#include "signet/client/api_url.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"

namespace signet::client {

Registered read_registered(ObjectReader& object) {
  Registered registered{.machine_id = object.text("machineId"),
                        .machine_name = object.text("machineName"),
                        .vault_id = object.text("vaultId"),
                        .api_url = object.text_or_none("apiUrl"),
                        .response_key = {},
                        .expires_at = object.time_or_none("expiresAt")};
  if (object.has("responseKey")) registered.response_key = read_response_key(object);
  return registered;
}

std::optional<Bytes> read_response_key(ObjectReader& object) {
  std::optional<Bytes> key;
  object.member("responseKey", [&](ObjectReader& response) { key = from_base64(response.text("publicKey")); });
  return key;
}

Json registration(const SecretBytes& token, std::string_view name, std::string_view hostname,
                  const crypto::PrivateKey& key) {
  const auto& public_key = key.public_key();
  Json body{{"token", json_text(token.expose_text())},
            {"publicKey", json_text(to_base64(public_key.raw()))},
            {"hostname", json_text(hostname)},
            {"algorithm", json_text(info(key.algorithm()).name)},
            {"responseKey", true},
            {"proof", json_text(to_base64(crypto::make_proof(crypto::ProofPurpose::enrol, token.expose_text(), key)))}};
  if (!name.empty()) body["name"] = json_text(name);
  return body;
}

std::string lasting_url(const Registered& registered, std::string_view used) {
  if (registered.api_url && parse_api_url(*registered.api_url)) return *registered.api_url;
  return std::string(used);
}

}  // namespace signet::client
