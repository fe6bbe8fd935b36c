// SPDX-License-Identifier: Apache-2.0
// The most that one import or export carries, and one past it.
#include "signet/schema/limits.hpp"
#include "signet/schema/transfer_limits.hpp"
#include "store/committer.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

struct TransferLimits : ::testing::Test {
  Installation vault;
  Signer machine = vault.make_machine();
  std::string project = vault.make_project("p");

  Answer operate(const std::string& method, const std::string& path, const std::string& body) {
    return vault.send(vault.root, method, vault.vault_path(path), body);
  }
  void bring(const std::string& dotenv) {
    const Json body{{"format", "dotenv"}, {"content", json_text(dotenv)}};
    const auto answer = operate("POST", "/projects/" + project + "/import", to_public_text(body));
    ASSERT_EQ(answer.status, 200) << answer.text;
  }
  /// As an operator sees it.
  Answer take() { return operate("POST", "/projects/" + project + "/export", R"({"format":"json"})"); }
  /// As the machine sees it.
  Answer fetch() { return vault.send(machine, "POST", "/v1/secrets/export"); }
  void join() {
    ASSERT_EQ(operate("PUT", "/projects/" + project + "/machines/" + machine.id, "{}").status, 200);
  }
  /// Everything in the project, to the machine, in one commit.
  void grant_all() {
    const auto id = MachineId::parse(machine.id).value();
    ASSERT_TRUE(store::commit_and_wait(vault.committer(), [&](store::Transaction& tx) {
      store::PageRequest page{.limit = limits::kMaxPage};
      for (bool more = true; more;) {
        const auto secrets = tx.read().list_secrets(ProjectId::parse(project).value(), page);
        for (const auto& secret : secrets.items)
          if (!tx.read().find_whole_grant(id, secret.id))
            tx.insert_grant({.machine = id, .machine_name = {}, .secret = secret.id, .created_at = vault.clock.now()});
        more = secrets.next.has_value();
        page.cursor = secrets.next.value_or(0);
      }
    }));
  }
};

TEST_F(TransferLimits, AnExportHasSoManyEntries) {
  join();
  std::string most;
  for (std::size_t i = 0; i < limits::kMaxExportEntries; ++i) most += "N" + std::to_string(i) + "=v\n";
  bring(most);
  grant_all();
  ASSERT_EQ(operate("PUT", "/export", R"({"exportAllowed":true})").status, 200);
  const auto exported = fetch();
  ASSERT_EQ(exported.status, 200) << exported.text.substr(0, 200);
  EXPECT_EQ(exported.body["secrets"].size(), limits::kMaxExportEntries);
  EXPECT_EQ(take().body["count"], limits::kMaxTransferred);

  bring("ONE_MORE=v");
  grant_all();
  const auto before = vault.audit_size(vault.vault_id);
  const auto refused = fetch();
  EXPECT_EQ(refused.status, 413);
  EXPECT_NE(refused["error"].find("one project at a time"), std::string::npos) << refused.text;
  EXPECT_EQ(take().status, 413);
  for (const auto& action : vault.actions(vault.vault_id, before)) EXPECT_NE(action, "secret_read");
}

TEST_F(TransferLimits, AnExportHasSoManyBytes) {
  join();
  constexpr auto kValues = limits::kMaxExportBytes / limits::kMaxValue;
  for (std::size_t i = 0; i < kValues; ++i)
    (void)vault.make_secret(project, "N" + std::to_string(i), std::string(limits::kMaxValue, 'x'));
  grant_all();
  const auto exported = fetch();
  ASSERT_EQ(exported.status, 200) << exported.text.substr(0, 200);
  EXPECT_EQ(exported.body["secrets"].size(), kValues);

  (void)vault.make_secret(project, "one byte more", "x");
  grant_all();
  const auto before = vault.audit_size(vault.vault_id);
  EXPECT_EQ(fetch().status, 413);
  for (const auto& action : vault.actions(vault.vault_id, before)) EXPECT_NE(action, "secret_read");
}

TEST_F(TransferLimits, AnOperatorsExportHasSoManyBytes) {
  ASSERT_EQ(operate("PUT", "/export", R"({"exportAllowed":true})").status, 200);
  constexpr auto kValues = limits::kMaxExport / limits::kMaxValue;
  std::size_t left = limits::kMaxExport - std::string("{}").size();
  std::string last;
  for (std::size_t i = 0; i < kValues; ++i) {
    const auto name = "N" + std::to_string(100 + i);
    const auto around = std::string(R"("":"",)").size() + name.size() - (i + 1 == kValues ? 1 : 0);
    const auto size = std::min(limits::kMaxValue, left - around);
    last = vault.make_secret(project, name, std::string(size, 'x'));
    left -= around + size;
  }
  const auto whole = take();
  ASSERT_EQ(whole.status, 200) << whole.text.substr(0, 200);
  EXPECT_EQ(whole["content"].size(), limits::kMaxExport);

  const auto before = vault.audit_size(vault.vault_id);
  const auto room = whole["content"].size() - whole["content"].rfind(":\"") - std::string(":\"\"}").size();
  const Json longer{{"value", json_text(std::string(room + 1, 'x'))}};
  ASSERT_EQ(operate("POST", "/secrets/" + last + "/versions", to_public_text(longer)).status, 201);
  EXPECT_EQ(take().status, 413);
  for (const auto& action : vault.actions(vault.vault_id, before)) EXPECT_NE(action, "secret_read");
}

TEST_F(TransferLimits, AnImportHasSoManyBytes) {
  const auto target = vault.vault_path("/projects/" + project + "/import");
  const std::string start = R"({"format":"dotenv","content":")";
  const auto body_of = [&](std::size_t size) {
    std::string body = start;
    while (body.size() + 1'000 < size) body += "# " + std::string(900, 'c') + "\\n";
    body += "A=v\\n#";
    body.append(size - body.size() - 2, 'c');
    return body + "\"}";
  };
  const auto head = vault.sign(vault.root, "POST", target).request.head;
  EXPECT_EQ(vault.pipeline().admit(head, limits::kMaxImportBody).value(), limits::kMaxImportBody);
  EXPECT_EQ(vault.pipeline().admit(head, limits::kMaxImportBody + 1).error().answer->status, 413);
  const auto largest = vault.send(vault.root, "POST", target, body_of(limits::kMaxImportBody));
  EXPECT_EQ(largest.status, 200) << largest.text.substr(0, 200);
  EXPECT_EQ(largest.body["created"], 1);
  EXPECT_EQ(vault.send(vault.root, "POST", target, body_of(limits::kMaxImportBody + 1)).status, 413);
}

}  // namespace
}  // namespace signet::testing
