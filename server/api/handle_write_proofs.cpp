// SPDX-License-Identifier: Apache-2.0
// Who asked for a change: shown to whoever could have asked for it all, and deleted by them.
#include "handlers.hpp"
#include "input.hpp"
#include "respond.hpp"
#include "signet/schema/encoding.hpp"
#include "vault/write_proofs.hpp"
#include "write.hpp"

#include <limits>

namespace signet::api {
namespace {

std::expected<std::int64_t, Error> path_record(const Call& call) {
  const auto number = path_version(call, 1);
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  if (!number || *number > kMost) return std::unexpected(Error{ErrorCode::not_found, "No such proof"});
  return static_cast<std::int64_t>(*number);
}

Reply show(const Call& call, const std::string& log) {
  if (auto error = call.query.only({})) return *error;
  const auto record = path_record(call);
  if (!record) return record.error();
  const auto write = vault::open_write_proof(call.snapshot, call.services.keyring, log, *record);
  if (!write) return write.error();
  return json_response(200, Json{{"log", json_text(log)},
                                 {"record", *record},
                                 {"payload", json_text(write->payload)},
                                 {"signature", json_text(to_base64(write->signature))},
                                 {"salt", json_text(to_base64(write->salt))}});
}

Reply remove(const Call& call, const std::string& log) {
  if (auto error = Input(call.body).error()) return *error;
  const auto record = path_record(call);
  if (!record) return record.error();
  return change([log, id = *record](vault::Work& work) { return vault::delete_write_proof(work, log, id); });
}

}  // namespace

Reply show_vault_write_proof(const Call& call) { return show(call, call.vault().id.str()); }
Reply delete_vault_write_proof(const Call& call) { return remove(call, call.vault().id.str()); }
Reply show_installation_write_proof(const Call& call) { return show(call, call.services.installation_id); }
Reply delete_installation_write_proof(const Call& call) { return remove(call, call.services.installation_id); }

}  // namespace signet::api
