// SPDX-License-Identifier: Apache-2.0
// From answers to the structs of admin_types.hpp. One read_ function for each struct; the names of members are there
// and nowhere else.
#pragma once

#include "answer.hpp"
#include "exchange.hpp"
#include "object_reader.hpp"
#include "signet/client/audit_types.hpp"

#include <fmt/format.h>

namespace signet::client {

[[nodiscard]] Vault read_vault(ObjectReader& object);
[[nodiscard]] Myself read_myself(ObjectReader& object);
[[nodiscard]] Project read_project(ObjectReader& object);
[[nodiscard]] Application read_application(ObjectReader& object);
[[nodiscard]] Membership read_membership(ObjectReader& object);
[[nodiscard]] Secret read_secret(ObjectReader& object);
[[nodiscard]] Grant read_grant(ObjectReader& object);
[[nodiscard]] Machine read_machine(ObjectReader& object);
[[nodiscard]] Operator read_operator(ObjectReader& object);
[[nodiscard]] Lockout read_lockout(ObjectReader& object);
[[nodiscard]] Held read_held(ObjectReader& object);
[[nodiscard]] KeySlot read_key_slot(ObjectReader& object);
[[nodiscard]] SealState read_seal_state(ObjectReader& object);
[[nodiscard]] WrappingKeyRotation read_key_rotation(ObjectReader& object);
[[nodiscard]] AuditRecord read_audit_record(ObjectReader& object);

/// An answer whose JSON lacks what its route promises.
[[nodiscard]] inline std::unexpected<Error> unexpected_answer(const Answer& answer, std::string_view member) {
  return std::unexpected(Error{
      .kind = ErrorKind::server,
      .status = answer.response.status,
      .message = fmt::format("{}: \"{}\" of the answer is missing or not understood; is this client older than the "
                             "server?",
                             answer.what, member)});
}

/// The struct that the whole answer is.
template <class T>
[[nodiscard]] Result<T> decode(const Result<Answer>& answer, T (*read)(ObjectReader&)) {
  if (!answer) return std::unexpected(answer.error());
  const auto json = body_object(answer->response, answer->what);
  if (!json) return std::unexpected(json.error());
  std::string problem;
  ObjectReader object(*json, problem);
  T value = read(object);
  if (!problem.empty()) return unexpected_answer(*answer, problem);
  return value;
}

template <class T>
[[nodiscard]] Result<Page<T>> decode_page(const Result<Answer>& answer, T (*read)(ObjectReader&)) {
  if (!answer) return std::unexpected(answer.error());
  const auto json = body_object(answer->response, answer->what);
  if (!json) return std::unexpected(json.error());
  std::string problem;
  ObjectReader object(*json, problem);
  Page<T> page{.items = object.items(std::string_view("items"), read), .next = object.text_or_none("nextCursor")};
  if (!problem.empty()) return unexpected_answer(*answer, problem);
  return page;
}

/// An answer that only says that it was done.
[[nodiscard]] inline Result<void> decode_done(const Result<Answer>& answer) {
  if (!answer) return std::unexpected(answer.error());
  return {};
}

}  // namespace signet::client
