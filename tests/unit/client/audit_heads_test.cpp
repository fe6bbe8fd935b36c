// SPDX-License-Identifier: Apache-2.0
// What a client says when a server's log is not what it was.
#include "audit_heads.hpp"
#include "fake_world.hpp"
#include "signet/client/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace signet::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kOne = std::string(43, 'A') + "=", kOther = std::string(42, 'A') + "E=";

struct Heads : ::testing::Test {
  std::vector<std::string> warnings;
  std::filesystem::path file;
  AuditHeads::Warn warn = [this](const std::string& warning) { warnings.push_back(warning); };
  AuditHeads heads{{}, warn};

  void tell(const std::string& header) { heads.told(header, heads.known()); }
  ~Heads() override {
    if (!file.empty()) std::filesystem::remove_all(file.parent_path());
  }
};

TEST_F(Heads, MayGrowAndStay) {
  for (const auto& header : {"vault_a 7 " + kOne, "vault_a 7 " + kOne, "vault_a 9 " + kOther, "vault_b 1 " + kOne})
    tell(header);
  EXPECT_THAT(warnings, IsEmpty());
  EXPECT_EQ(heads.known().at("vault_a").size, 9U);
  EXPECT_EQ(heads.known().at("vault_b").root, kOne);
}

TEST_F(Heads, ThatShrinkOrChangeAreSaidOnceAndNotForgotten) {
  tell("vault_a 9 " + kOne);
  tell("vault_a 8 " + kOne);
  tell("vault_a 8 " + kOne);
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("vault_a had 9 records and has 8")));
  tell("vault_b 9 " + kOne);
  tell("vault_b 9 " + kOther);
  EXPECT_THAT(warnings.back(), HasSubstr("vault_b is not the one that it was"));
  EXPECT_THAT(warnings.back(), HasSubstr(kOne));
  EXPECT_EQ(heads.known().at("vault_a").size, 9U);
  EXPECT_EQ(heads.known().at("vault_b").root, kOne);
}

TEST_F(Heads, OfAnAnswerThatWasOvertakenAreNoContradiction) {
  const auto before = heads.known();
  tell("vault_a 9 " + kOne);
  heads.told("vault_a 8 " + kOther, before);
  EXPECT_THAT(warnings, IsEmpty());
  EXPECT_EQ(heads.known().at("vault_a").size, 9U);
}

TEST_F(Heads, ThatAreNoneAreIgnored) {
  for (const std::string header : {"", "vault_a", "vault_a 7", "vault_a 7 ", "vault_a 7 AAAA", "vault_a -7 ", "a/b 7 "})
    tell(header.ends_with(' ') && header.size() > 10 ? header + kOne : header);
  tell("a/b 7 " + kOne);
  tell("vault_a x " + kOne);
  tell("vault_a 7 " + kOne + " more");
  EXPECT_EQ(heads.known().count("a/b"), 0U);
  EXPECT_LE(heads.known().size(), 1U);
}

TEST_F(Heads, AreKeptFromOneProcessToTheNext) {
  std::string pattern = (std::filesystem::temp_directory_path() / "signet-heads-XXXXXX").string();
  file = std::filesystem::path(mkdtemp(pattern.data())) / "audit-heads";
  {
    AuditHeads first(file, warn);
    first.told("vault_a 9 " + kOne, first.known());
  }
  AuditHeads second(file, warn);
  second.told("vault_a 3 " + kOne, second.known());
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("had 9 records and has 3")));
}

TEST_F(Heads, OfManyLogsDoNotDriveOutThoseThatAreKnown) {
  tell("vault_a 9 " + kOne);
  for (int i = 0; i < 300; ++i) tell("log" + std::to_string(i) + " 1 " + kOne);
  EXPECT_EQ(heads.known().size(), 256U);
  tell("vault_a 8 " + kOne);
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("had 9 records and has 8")));
}

TEST_F(Heads, ComeWithEveryAnswer) {
  FakeWorld world;
  const auto exchange = world.as_machine();
  exchange->watch(std::make_shared<AuditHeads>(std::filesystem::path(), warn));
  world.answer(200, "{}", {{"X-Audit-Checkpoint", "vault_a 9 " + kOne}});
  world.answer(404, "{}", {{"X-Audit-Checkpoint", "vault_a 8 " + kOne}});
  EXPECT_TRUE(exchange->read(Target("/v1/secrets")));
  EXPECT_THAT(warnings, IsEmpty());
  EXPECT_FALSE(exchange->read(Target("/v1/secrets")));
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("had 9 records and has 8")));
}

}  // namespace
}  // namespace signet::client
