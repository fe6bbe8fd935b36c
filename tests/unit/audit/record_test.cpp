// SPDX-License-Identifier: Apache-2.0
#include "audit/audit.hpp"
#include "signet/schema/json.hpp"

#include <gtest/gtest.h>

namespace signet::audit {
namespace {

TEST(AuditRecord, HasAFixedOrderAndNullForTheUnknown) {
  const AuditEvent event{.action = Action::secret_read,
                         .log = "vault_0123456789abcdef",
                         .actor_kind = ActorKind::machine,
                         .actor_id = "m",
                         .machine_id = "m",
                         .secret_id = "sk_0123456789",
                         .address = "192.0.2.1",
                         .detail = "version 1"};
  EXPECT_EQ(encode_record(event, 7, from_millis(1'700'000'000'123)),
            R"({"seq":7,"log":"vault_0123456789abcdef","at":1700000000123,"action":"secret_read","severity":"info",)"
            R"("actorKind":"machine","actorId":"m","machineId":"m","secretId":"sk_0123456789","sourceIp":"192.0.2.1",)"
            R"("detail":"version 1"})");
  EXPECT_NE(encode_record({.action = Action::auth_failure}, 1, {}).find(R"("machineId":null)"), std::string::npos);
}

TEST(AuditRecord, EscapesWhatJsonDemandsAndNothingElse) {
  const auto text = encode_record({.action = Action::project_create, .detail = "a\"b\\c\n\x01 ä"}, 1, {});
  EXPECT_NE(text.find(R"("detail":"a\"b\\c\u000a\u0001 ä"})"), std::string::npos) << text;
  EXPECT_TRUE(parse_json_object(as_bytes(text)));
}

TEST(AuditActions, HaveOneNameEach) {
  for (const auto& row : kActions) {
    EXPECT_EQ(parse_action(row.name), row.action);
    EXPECT_EQ(&info(row.action), &row);
    EXPECT_FALSE(row.meaning.empty());
  }
  EXPECT_EQ(static_cast<std::size_t>(Action::disk_recovered) + 1, kActions.size()) << "every action has its row";
}

}  // namespace
}  // namespace signet::audit
