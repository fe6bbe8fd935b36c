// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/archived_records.hpp"

#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"

namespace signet {
namespace {

constexpr std::string_view kAction = "audit_archive";

std::string up_to(std::uint64_t last, std::string_view root) {
  return " to " + std::to_string(last) + ", root " + std::string(root) + ", on the host";
}

}  // namespace

std::string archived_detail(std::uint64_t first, std::uint64_t last, std::string_view root) {
  return "records " + std::to_string(first) + up_to(last, root);
}

bool says_archived(std::string_view record, std::uint64_t last, std::string_view root) {
  if (!record.contains(kAction)) return false;  // as nearly all: nothing to be parsed
  const auto json = parse_json_object(as_bytes(record));
  const auto* action = json ? find_text(*json, "action") : nullptr;
  const auto* detail = json ? find_text(*json, "detail") : nullptr;
  return action != nullptr && *action == kAction && detail != nullptr && detail->ends_with(up_to(last, root));
}

}  // namespace signet
