// SPDX-License-Identifier: Apache-2.0
// What can be asked of a log, and of the counts of reads.
#include "support/installation.hpp"

#include "domain/action.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

struct AuditQuery : ::testing::Test {
  Installation vault;
  std::string project = vault.make_project("Shop");
  std::string secret = vault.make_secret(project, "password", "one");
  Signer machine = vault.make_machine();

  /// The actions found, newest first.
  std::vector<std::string> find(const std::string& query) {
    const auto answer = vault.send(vault.root, "GET", vault.vault_path("/audit?limit=200" + query));
    EXPECT_EQ(answer.status, 200) << answer.text;
    std::vector<std::string> names;
    for (const auto& item : *find_member(answer.body, "items")) names.emplace_back(*find_text(item, "action"));
    return names;
  }
};

using Names = std::vector<std::string>;

TEST_F(AuditQuery, TakesSeveralActionsAndSeverities) {
  EXPECT_EQ(find("&action=secret_create,project_create"), (Names{"secret_create", "project_create"}));
  EXPECT_EQ(find("&severity=medium"), (Names{"machine_approve", "machine_register", "bootstrap_token_create"}));
  EXPECT_EQ(find("&severity=high,low"), (Names{"secret_create", "project_create"}));
  EXPECT_EQ(find("&severity=low&action=secret_create,machine_approve"), Names{"secret_create"});
  EXPECT_EQ(find("&severity=critical&action=secret_create"), Names{});
}

TEST_F(AuditQuery, LooksForTextInTheDetailOnly) {
  EXPECT_EQ(find("&text=%2FPROJECTS%2Fnone").size(), 0U);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/projects/nOnE")).status, 404);
  EXPECT_EQ(find("&text=%2FPROJECTS%2Fnone"), Names{"request_refused"});
  EXPECT_EQ(find("&text=404%20refused&severity=low"), Names{"request_refused"});
  EXPECT_EQ(find("&text=secret_create").size(), 0U);  // a member, but not the detail
}

TEST_F(AuditQuery, OfActionsIsTheTable) {
  const auto answer = vault.send(vault.root, "GET", vault.installation_path("/audit/actions"));
  ASSERT_EQ(answer.status, 200) << answer.text;
  const auto& items = *find_member(answer.body, "items");
  ASSERT_EQ(items.size(), kActions.size());
  EXPECT_EQ(text_of(items[0]["action"]), "installation_create");
  EXPECT_EQ(text_of(items[0]["severity"]), "high");
  EXPECT_EQ(text_of(items[0]["meaning"]), "the installation was made");
}

TEST_F(AuditQuery, OfReadsCountsThemByHourAndDay) {
  vault.give(machine, project, secret);
  const auto read = [&](int times) {
    for (int i = 0; i < times; ++i) ASSERT_EQ(vault.send(machine, "GET", "/v1/secret/" + secret).status, 200);
  };
  const auto first = to_millis(vault.clock.now()) / 3'600'000 * 3'600'000;
  read(2);
  vault.clock.advance(std::chrono::hours(1));
  read(3);
  audit::write_reads(const_cast<audit::ReadTally&>(vault.services().reads), vault.committer(), 1'000);
  const auto hours = vault.send(vault.root, "GET", vault.vault_path("/activity"));
  ASSERT_EQ(hours.status, 200) << hours.text;
  EXPECT_EQ(to_public_text(*find_member(hours.body, "items")),
            "[{\"at\":" + std::to_string(first) + ",\"reads\":2},{\"at\":" + std::to_string(first + 3'600'000) +
                ",\"reads\":3}]");
  EXPECT_EQ(to_public_text(*find_member(hours.body, "to")), std::to_string(first + 2 * 3'600'000));
  const auto day = vault.send(vault.root, "GET", vault.vault_path("/activity?bucket=day&machineId=" + machine.id));
  EXPECT_EQ(find_member(day.body, "items")->size(), 1U) << day.text;
  EXPECT_NE(day.text.find("\"reads\":5"), std::string::npos) << day.text;
  const auto other = vault.make_machine();
  EXPECT_EQ(
      find_member(vault.send(vault.root, "GET", vault.vault_path("/activity?machineId=" + other.id)).body, "items")
          ->size(),
      0U);
}

}  // namespace
}  // namespace signet::testing
