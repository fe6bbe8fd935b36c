// SPDX-License-Identifier: Apache-2.0
#include "sealed_answers.hpp"

#include "fail.hpp"
#include "signet/crypto/sealed_response.hpp"
#include "signet/schema/encoding.hpp"

namespace signet::client {
namespace {

struct Sealed {
  std::string envelope, signature, key_id;
  std::uint64_t version = 0;
};

Sealed read_sealed(ObjectReader& object) {
  return {.envelope = object.text("envelope"),
          .signature = object.text("signature"),
          .key_id = object.text("keyId"),
          .version = object.number("version")};
}

std::unexpected<Error> not_ours(const Answer& answer, std::string_view why) {
  return fail(ErrorKind::server, fmt::format("{}: the sealed answer {}", answer.what, why));
}

}  // namespace

struct Sealing::Opened {
  SecretBytes plain;
  std::uint64_t version;
};

Result<std::shared_ptr<const Sealing>> Sealing::load(const Identity& identity) {
  auto keys = load_sealing_keys(identity.folder);
  if (!keys) return std::unexpected(keys.error());
  if (keys->empty()) return nullptr;
  return std::make_shared<const Sealing>(identity, std::move(*keys));
}

Result<Sealing::Opened> Sealing::open(const Result<Answer>& answer, std::string_view secret_id) const {
  const auto sealed = decode(answer, read_sealed);
  if (!sealed) return std::unexpected(sealed.error());
  if (!identity_.response_key) {
    return fail(ErrorKind::local,
                "this machine does not know the key that its vault signs sealed answers with: publish a hybrid key "
                "anew with: signet hybrid-key publish");
  }
  const auto signer = crypto::PublicKey::from_raw(Algorithm::ed25519_mldsa65, *identity_.response_key);
  if (!signer || to_hex(signer->fingerprint()) != sealed->key_id)
    return not_ours(*answer, "is signed by another key than the one this machine's vault has");
  const auto envelope = from_base64(sealed->envelope);
  const auto signature = from_base64(sealed->signature);
  const crypto::SealedPlace place{identity_.vault_id, identity_.machine_id, std::string(secret_id), sealed->version,
                                  answer->nonce};
  if (!envelope || !signature || !signer->verify(crypto::sealed_message(place, *envelope), *signature))
    return not_ours(*answer, "is not signed by the vault for this request");
  const auto context = crypto::sealed_context(place);
  for (const auto& key : keys_)
    if (auto plain = key.open(context, *envelope)) return Opened{std::move(*plain), sealed->version};
  return not_ours(*answer,
                  "is sealed to a key that this machine does not have: publish a new one with: signet "
                  "hybrid-key publish");
}

Result<SecretValue> Sealing::open_value(const Result<Answer>& answer, std::string_view secret_id) const {
  auto opened = open(answer, secret_id);
  if (!opened) return std::unexpected(opened.error());
  return SecretValue{.value = std::move(opened->plain), .version = opened->version};
}

Result<Answer> Sealing::open_export(const Result<Answer>& answer) const {
  auto opened = open(answer, {});
  if (!opened) return std::unexpected(opened.error());
  return Answer{{.status = answer->response.status, .headers = {}, .body = std::move(opened->plain)}, answer->what};
}

}  // namespace signet::client
