// SPDX-License-Identifier: Apache-2.0
// What proves a log to somebody who does not trust this server: signed checkpoints, and proofs against them.
#include "audit/tree.hpp"
#include "checkpoint_signer.hpp"
#include "handlers.hpp"
#include "respond.hpp"
#include "signet/schema/encoding.hpp"
#include "write.hpp"

#include <limits>

namespace signet::api {
namespace {

Json render(const crypto::MerkleProof& proof) {
  Json hashes = Json::array();
  for (const auto& hash : proof) hashes.push_back(json_text(to_base64(hash)));
  return hashes;
}

Reply render(const Call& call, const std::string& log, const std::optional<AuditCheckpoint>& checkpoint) {
  const auto signer = checkpoint ? checkpoint_signer(call.services, call.snapshot, log) : std::nullopt;
  if (!signer) return Error{ErrorCode::not_found, "No such checkpoint"};
  Json keys = Json::array();
  for (const auto& key : signer->keys()) keys.push_back(json_text(key.text()));
  return json_response(200, Json{{"origin", json_text(audit::origin_of(call.services.installation_id, log))},
                                 {"size", checkpoint->size},
                                 {"root", json_text(to_base64(checkpoint->root))},
                                 {"note", json_text(checkpoint->note)},
                                 {"signedAt", to_millis(checkpoint->at)},
                                 {"keys", std::move(keys)}});
}

Reply show_newest(const Call& call, const std::string& log) {
  if (auto error = call.query.only({})) return *error;
  return render(call, log, call.snapshot.audit_tree().newest_checkpoint(log));
}

Reply show_one(const Call& call, const std::string& log) {
  if (auto error = call.query.only({})) return *error;
  const auto size = path_version(call, 1);
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  if (!size || *size > kMost) return Error{ErrorCode::not_found, "No such checkpoint"};
  return render(call, log, call.snapshot.audit_tree().find_checkpoint(log, static_cast<std::int64_t>(*size)));
}

/// What both proofs have in common: `which` record or tree, and the tree `in` which it is, the newest unless said.
/// Without `which`: the last record, or the first tree.
template <class Prove>
Reply prove(const Call& call, const std::string& log, const std::string& which, const std::string& in, bool last,
            Prove prove) {
  if (auto error = call.query.only({which, in})) return *error;
  const auto newest = call.snapshot.audit_tree().newest_checkpoint(log);
  if (!newest) return Error{ErrorCode::not_found, "No checkpoint of this log is signed yet"};
  const auto size = call.query.number(in, newest->size, 1, newest->size);
  if (!size) return size.error();
  const auto wanted = call.query.number(which, last ? *size : 1, 1, *size);
  if (!wanted) return wanted.error();
  audit::StoredTree tree(call.snapshot.audit_tree(), log);
  const auto subtrees = tree.subtrees();
  const auto from = static_cast<std::uint64_t>(*wanted), to = static_cast<std::uint64_t>(*size);
  Json answer{{which, *wanted}, {in, *size}, {"root", json_text(to_base64(crypto::root_at(to, subtrees)))}};
  prove(answer, from, to, subtrees);
  return json_response(200, answer);
}

Reply prove_record(const Call& call, const std::string& log) {
  return prove(call, log, "record", "size", true, [](Json& answer, auto record, auto size, const auto& subtrees) {
    answer["leaf"] = json_text(to_base64(subtrees(0, record - 1)));
    answer["hashes"] = render(crypto::prove_inclusion(record - 1, size, subtrees));
  });
}

Reply prove_growth(const Call& call, const std::string& log) {
  return prove(call, log, "from", "to", false, [](Json& answer, auto from, auto to, const auto& subtrees) {
    answer["fromRoot"] = json_text(to_base64(crypto::root_at(from, subtrees)));
    answer["hashes"] = render(crypto::prove_consistency(from, to, subtrees));
  });
}

}  // namespace

Reply show_vault_checkpoint(const Call& call) { return show_newest(call, call.vault().id.str()); }
Reply show_one_vault_checkpoint(const Call& call) { return show_one(call, call.vault().id.str()); }
Reply prove_vault_record(const Call& call) { return prove_record(call, call.vault().id.str()); }
Reply prove_vault_growth(const Call& call) { return prove_growth(call, call.vault().id.str()); }
Reply show_installation_checkpoint(const Call& call) { return show_newest(call, call.services.installation_id); }
Reply show_one_installation_checkpoint(const Call& call) { return show_one(call, call.services.installation_id); }
Reply prove_installation_record(const Call& call) { return prove_record(call, call.services.installation_id); }
Reply prove_installation_growth(const Call& call) { return prove_growth(call, call.services.installation_id); }

}  // namespace signet::api
