// SPDX-License-Identifier: Apache-2.0
// Keys of machines and operators: replacing one's own, and the list of all that somebody had.
#include "handlers.hpp"
#include "input.hpp"
#include "signet/crypto/bundle.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"
#include "store/keys.hpp"
#include "vault/keys.hpp"
#include "write.hpp"

namespace signet::api {
namespace {

Json render(const Key& key) {
  return {{"keyEpoch", key.epoch},
          {"algorithm", json_text(algorithm_name(key))},
          {"fingerprint", json_text(to_hex(key.fingerprint))},
          {"createdAt", to_millis(key.created_at)},
          {"replacedAt", nullptr},
          {"validUntil", nullptr}};
}

Json render(const FormerKey& former) {
  auto body = render(former.key);
  body["replacedAt"] = to_millis(former.replaced_at);
  body["validUntil"] = to_millis(former.valid_until);
  return body;
}

using Proof = std::optional<Bytes>;

std::optional<vault::NextKey> read_key(Input& input, const std::string& id, const Proof& proof) {
  const auto key = input.public_key(std::nullopt);
  if (!key || !proof) return std::nullopt;
  if (!crypto::verify_proof(crypto::ProofPurpose::rotate, id, *key, *proof))
    input.fail("proof", "Is not this key's signature over this rotation");
  return vault::next_key(*key);
}

/// Every key of a keyset proves itself, also those beyond its threshold.
std::optional<vault::NextKey> read_keyset(Input& input, const std::string& id, const Proof& proof) {
  const auto bytes = input.base64("keyset");
  if (!bytes || !proof) return std::nullopt;
  const auto keyset = crypto::Keyset::decode(*bytes, crypto::Keyset::From::stranger);
  if (!keyset) {
    input.fail("keyset", "Is none: " + keyset.error().message);
    return std::nullopt;
  }
  const auto signers = crypto::verify_bundle(*keyset, crypto::keyset_proof_message(id, *keyset).expose(), *proof);
  if (!signers || signers->size() != keyset->keys().size())
    input.fail("proof", "Is not the signatures of all these keys over this rotation");
  return vault::next_key(*keyset);
}

/// `id` is a machine's or an operator's; `signed_by` what of the signature rotate_key() wants to know of it.
template <class Id>
Reply rotate(const Call& call, const Id& id, const auto& signed_by, Input::Unknown unknown) {
  Input input(call.body, unknown);
  const auto proof = input.base64("proof");
  if (!proof) input.fail("proof", "Is missing");
  const auto next = input.has("keyset") ? read_keyset(input, id.str(), proof) : read_key(input, id.str(), proof);
  if (auto error = input.error()) return *error;
  return change(
      200, [id, signed_by, next = *next](vault::Work& work) { return vault::rotate_key(work, id, signed_by, next); },
      [](const vault::RotatedKey& rotated, vault::Work&) {
        auto body = render(rotated.key);
        body["formerValidUntil"] = to_millis(rotated.former_valid_until);
        return body;
      });
}

/// The first page begins with the present key.
Reply list_keys(const Call& call, const std::string& id, const Key& present) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  store::Page<FormerKey> former;
  if (page->cursor == 0 && page->limit == 1) {
    if (present.epoch > 1) former.next = present.epoch;
  } else {
    former = call.snapshot.keys().list_former(id, {page->cursor, page->limit - (page->cursor == 0 ? 1 : 0)});
  }
  Json items = Json::array();
  if (page->cursor == 0) items.push_back(render(present));
  for (const auto& key : former.items) items.push_back(render(key));
  return json_response(200,
                       Json{{"items", std::move(items)},
                            {"nextCursor", former.next ? json_text(std::to_string(*former.next)) : Json(nullptr)}});
}

}  // namespace

Reply rotate_machine_key(const Call& call) {
  return rotate(call, call.machine().machine.id, call.caller->key().fingerprint, Input::Unknown::ignored);
}

Reply rotate_operator_key(const Call& call) {
  return rotate(call, call.operator_().who.id, call.caller->signature(), Input::Unknown::refused);
}

Reply list_machine_keys(const Call& call) {
  const auto id = path_id<MachineId>(call, 1, "machine");
  if (!id) return id.error();
  const auto machine = vault::find_machine(call.snapshot, call.vault().id, *id);
  if (!machine) return machine.error();
  return list_keys(call, id->str(), machine->key);
}

Reply list_operator_keys(const Call& call) {
  const auto id = path_id<OperatorId>(call, 1, "operator");
  if (!id) return id.error();
  const auto who = call.snapshot.find_operator(*id);
  if (!who || !call.snapshot.find_role(*id, call.vault().id)) return Error{ErrorCode::not_found, "No such operator"};
  return list_keys(call, id->str(), who->key);
}

}  // namespace signet::api
