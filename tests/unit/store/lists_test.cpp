// SPDX-License-Identifier: Apache-2.0
// Every list comes in pages that neither repeat nor miss.
#include "database.hpp"

namespace signet::store {
namespace {

struct Lists : FurnishedStore {
  /// The names on all pages of two.
  template <class List, class Name>
  std::vector<std::string> walk(List&& list, Name&& name) {
    std::vector<std::string> names;
    PageRequest request{.limit = 2};
    for (int pages = 0; pages < 10; ++pages) {
      const auto page = list(*snapshot(), request);
      EXPECT_LE(page.items.size(), 2U);
      for (const auto& item : page.items) names.push_back(name(item));
      if (!page.next) return names;
      request.cursor = *page.next;
    }
    ADD_FAILURE() << "pages without end";
    return names;
  }
  static std::string name_of(const auto& item) { return item.name; }
};

TEST_F(Lists, Vaults) {
  write([](Transaction& t) {
    for (const char* name : {"b", "a", "c"}) t.insert_vault(some_vault(name));
  });
  EXPECT_EQ(walk([](Snapshot& s, const PageRequest& p) { return s.list_vaults(p); }, name_of<Vault>),
            (std::vector<std::string>{"home", "b", "a", "c"}));
}

TEST_F(Lists, AFullLastPageHasNoNext) {
  write([](Transaction& t) { t.insert_vault(some_vault("b")); });
  const auto page = snapshot()->list_vaults({.cursor = 0, .limit = 2});
  EXPECT_EQ(page.items.size(), 2U);
  EXPECT_FALSE(page.next);
  EXPECT_TRUE(snapshot()->list_vaults({.cursor = page.items.back().seq, .limit = 2}).items.empty());
}

TEST_F(Lists, APageHasAtLeastOneItem) {
  write([](Transaction& t) { t.insert_vault(some_vault("b")); });
  const auto page = snapshot()->list_vaults({.cursor = 0, .limit = 0});
  EXPECT_EQ(page.items.size(), 1U);
  EXPECT_TRUE(page.next);
}

TEST_F(Lists, Projects) {
  write([&](Transaction& t) {
    const auto other = some_vault("other");
    t.insert_vault(other);
    t.insert_project(some_project(other.id, "foreign"), project_key);
    for (const char* name : {"b", "a"}) t.insert_project(some_project(vault.id, name), project_key);
  });
  EXPECT_EQ(walk([&](Snapshot& s, const PageRequest& p) { return s.list_projects(vault.id, p); }, name_of<Project>),
            (std::vector<std::string>{"shop", "b", "a"}));
}

TEST_F(Lists, SecretsThatAreNotDeleted) {
  const auto deleted = some_secret(project, "deleted");
  write([&](Transaction& t) {
    t.insert_secret(deleted, some_version());
    for (const char* name : {"b", "a"}) t.insert_secret(some_secret(project, name), some_version());
    t.delete_secret(deleted.id, kNow);
  });
  EXPECT_EQ(walk([&](Snapshot& s, const PageRequest& p) { return s.list_secrets(project.id, p); }, name_of<Secret>),
            (std::vector<std::string>{"password", "b", "a"}));
  EXPECT_EQ(snapshot()->count_secrets(project.id), 3U);
  EXPECT_EQ(snapshot()->count_secrets(some_id<ProjectId>()), 0U);
}

TEST_F(Lists, MachinesByState) {
  auto approved = some_machine(vault.id, "approved");
  approved.approved = true;
  auto disabled = some_machine(vault.id, "disabled");
  disabled.approved = true;
  disabled.enabled = false;
  write([&](Transaction& t) {
    t.insert_machine(approved);
    t.insert_machine(disabled);
  });
  const auto names = [&](MachineState state) {
    return walk([&](Snapshot& s, const PageRequest& p) { return s.list_machines(vault.id, state, p); },
                name_of<Machine>);
  };
  EXPECT_EQ(names(MachineState::any), (std::vector<std::string>{"web-1", "approved", "disabled"}));
  EXPECT_EQ(names(MachineState::pending), std::vector<std::string>{"web-1"});
  EXPECT_EQ(names(MachineState::approved), std::vector<std::string>{"approved"});
  EXPECT_EQ(names(MachineState::disabled), std::vector<std::string>{"disabled"});
}

TEST_F(Lists, MembersInTheOrderInWhichTheyJoined) {
  const auto second = some_machine(vault.id, "second");
  const auto third = some_machine(vault.id, "third");
  write([&](Transaction& t) {
    t.insert_machine(second);
    t.insert_machine(third);
    t.insert_member(third.id, project.id, kNow);
    t.insert_member(second.id, project.id, kNow);
  });
  EXPECT_EQ(walk([&](Snapshot& s, const PageRequest& p) { return s.list_members(project.id, p); }, name_of<Machine>),
            (std::vector<std::string>{"web-1", "third", "second"}));
}

TEST_F(Lists, GrantsOfASecret) {
  write([&](Transaction& t) {
    t.insert_grant(some_grant(machine, secret));
    for (const char* name : {"b", "a"}) {
      const auto other = some_machine(vault.id, name);
      t.insert_machine(other);
      t.insert_member(other.id, project.id, kNow);
      t.insert_grant(some_grant(other, secret));
    }
  });
  EXPECT_EQ(walk([&](Snapshot& s, const PageRequest& p) { return s.list_grants(secret.id, p); },
                 [](const Grant& grant) { return grant.machine_name; }),
            (std::vector<std::string>{"web-1", "b", "a"}));
}

TEST_F(Lists, Tokens) {
  std::vector<std::string> ids;
  write([&](Transaction& t) {
    for (int i = 0; i < 3; ++i) {
      const auto token = some_token(vault.id);
      t.insert_token(token);
      ids.push_back(token.id.str());
    }
  });
  EXPECT_EQ(walk([&](Snapshot& s, const PageRequest& p) { return s.list_tokens(vault.id, p); },
                 [](const EnrolmentToken& token) { return token.id.str(); }),
            ids);
}

TEST_F(Lists, OperatorsOfAVaultAndAllOfThem) {
  write([&](Transaction& t) {
    for (const char* name : {"Bob", "Ada", "Carol", "Nobody"}) {
      const auto who = some_operator(name);
      t.insert_operator(who);
      if (who.name != "Nobody") t.set_role(who.id, vault.id, Role::admin);
    }
  });
  EXPECT_EQ(walk([&](Snapshot& s, const PageRequest& p) { return s.list_operators(vault.id, p); },
                 [](const VaultOperator& one) {
                   EXPECT_EQ(one.role, Role::admin);
                   return one.who.name;
                 }),
            (std::vector<std::string>{"Bob", "Ada", "Carol"}));
  EXPECT_EQ(walk([](Snapshot& s, const PageRequest& p) { return s.list_all_operators(p); }, name_of<Operator>),
            (std::vector<std::string>{"Bob", "Ada", "Carol", "Nobody"}));
}

TEST_F(Lists, ACursorAtADeletedRowSkipsNothing) {
  const auto last = some_machine(vault.id, "last");
  write([&](Transaction& t) { t.insert_machine(last); });
  const auto cursor = snapshot()->find_machine(last.id)->seq;
  write([&](Transaction& t) {
    t.delete_machine(last.id);
    t.insert_machine(some_machine(vault.id, "newer"));
  });
  const auto page = snapshot()->list_machines(vault.id, MachineState::any, {.cursor = cursor});
  ASSERT_EQ(page.items.size(), 1U);
  EXPECT_EQ(page.items[0].name, "newer");
}

}  // namespace
}  // namespace signet::store
