// SPDX-License-Identifier: Apache-2.0
#include "signet/client/operator_identity.hpp"

#include "fake_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

namespace signet::client {
namespace {

using testing::HasSubstr;

struct Desk {
  TemporaryFolder folder = {};
  std::map<std::string, std::string> variables{{"SIGNET_HOME", folder.path().string()}};

  [[nodiscard]] Environment environment() const {
    return [this](const char* name) -> std::optional<std::string> {
      const auto found = variables.find(name);
      if (found == variables.end()) return std::nullopt;
      return found->second;
    };
  }
  void put(std::string_view name) const {
    const auto place = operator_folder(name, environment());
    ASSERT_TRUE(place);
    ASSERT_TRUE(write_operator_identity({.operator_id = std::string(kOperator),
                                         .operator_name = std::string(name),
                                         .installation_id = "inst_1",
                                         .vault_id = "vault_a",
                                         .api_url = "https://vault.example",
                                         .private_key_path = *place / "private.pem"},
                                        *place));
  }
  [[nodiscard]] std::string found(std::string_view which = {}) const {
    const auto identity = load_operator_identity(which, environment());
    return identity ? identity->operator_name : "error: " + identity.error().message;
  }
};

TEST(OperatorIdentity, IsReadBack) {
  const Desk desk;
  desk.put("ada");
  const auto identity = load_operator_identity("ada", desk.environment());
  ASSERT_TRUE(identity) << identity.error().message;
  EXPECT_EQ(identity->operator_id, kOperator);
  EXPECT_EQ(identity->installation_id, "inst_1");
  EXPECT_EQ(identity->vault_id, "vault_a");
  EXPECT_EQ(identity->api_url, "https://vault.example");
  EXPECT_EQ(identity->private_key_path, desk.folder.path() / "operators" / "ada" / "private.pem");
}

TEST(OperatorIdentity, IsFoundInThisOrder) {
  Desk desk;
  EXPECT_THAT(desk.found(), HasSubstr("no operator"));
  desk.put("ada");
  EXPECT_EQ(desk.found(), "ada");  // the only one there is
  desk.put("bob");
  EXPECT_THAT(desk.found(), HasSubstr("ada, bob"));
  desk.put("default");
  EXPECT_EQ(desk.found(), "default");
  desk.variables["SIGNET_OPERATOR"] = "bob";
  EXPECT_EQ(desk.found(), "bob");
  EXPECT_EQ(desk.found("ada"), "ada");
  desk.variables["SIGNET_OPERATOR"] = (desk.folder.path() / "operators" / "ada").string();
  EXPECT_EQ(desk.found(), "ada");
  EXPECT_THAT(desk.found("eve"), HasSubstr("no operator \"eve\""));
}

TEST(OperatorIdentity, NeedNotNameAVault) {
  const Desk desk;
  const auto file = desk.folder.path() / "operator.json";
  std::ofstream(file)
      << R"({"operatorId":"o","operatorName":"n","installationId":"i","apiUrl":"u","privateKeyPath":"p"})";
  const auto identity = load_operator_identity(file.string(), desk.environment());
  ASSERT_TRUE(identity) << identity.error().message;
  EXPECT_EQ(identity->vault_id, "");
  EXPECT_EQ(identity->private_key_path, desk.folder.path() / "p");  // beside the file
}

TEST(OperatorIdentity, NamesCannotLeaveTheFolder) {
  const Desk desk;
  for (const char* name : {"", ".", "..", "a/b", "a.b", "a b"}) {
    EXPECT_FALSE(operator_folder(name, desk.environment())) << name;
  }
}

}  // namespace
}  // namespace signet::client
