// SPDX-License-Identifier: Apache-2.0
// What a request for a token, or for another end of a machine's life, must not be.
#include "support/installation.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace signet::testing {
namespace {

using nlohmann::json;

struct TokenRequests : ::testing::Test {
  Installation vault;
  std::string project = vault.make_project("p");
  std::string secret = vault.make_secret(project, "s", "v");
  std::string other_project = vault.make_project("q");
  std::string elsewhere =
      vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})")["vaultId"];

  Answer make(const std::string& body, const std::string& in = {}) {
    const auto path = "/v1/admin/vaults/" + (in.empty() ? vault.vault_id : in) + "/enrolment-tokens";
    return vault.send(vault.root, "POST", path, body);
  }
  json fleet() const {
    return {{"kind", "enrolment"},           {"name", "fleet"},        {"uses", 3}, {"tokenLifetimeSeconds", 3600},
            {"machineLifetimeSeconds", 600}, {"projectIds", {project}}, {"secretIds", {secret}}};
  }
  static json many(std::size_t count, const std::string& text) {
    auto array = json::array();
    for (std::size_t i = 0; i < count; ++i) array.push_back(text + std::to_string(i));
    return array;
  }
};

TEST_F(TokenRequests, RefuseEveryWrongField) {
  struct Row {
    const char* field;
    json value;  // null: it is left out
  };
  const std::vector<Row> rows{
      {"kind", "reusable"},
      {"kind", 2},
      {"name", nullptr},
      {"name", ""},
      {"name", " a"},
      {"name", std::string(256, 'a')},
      {"name", 1},
      {"description", "a\nb"},
      {"description", std::string(256, 'a')},
      {"uses", nullptr},
      {"uses", 0},
      {"uses", -1},
      {"uses", 1.5},
      {"uses", "3"},
      {"uses", 10'001},
      {"tokenLifetimeSeconds", nullptr},
      {"tokenLifetimeSeconds", 59},
      {"tokenLifetimeSeconds", 366 * 86'400 + 1},
      {"tokenLifetimeSeconds", "1h"},
      {"machineLifetimeSeconds", nullptr},
      {"machineLifetimeSeconds", 59},
      {"machineLifetimeSeconds", 366 * 86'400 + 1},
      {"projectIds", "all"},
      {"projectIds", {1}},
      {"projectIds", {project, project}},
      {"projectIds", many(65, "proj_")},
      {"secretIds", {secret, secret}},
      {"secretIds", many(501, "sk_")},
      {"networks", "10.0.0.0/8"},
      {"networks", {"10.0.0.0/33"}},
      {"networks", {"example.org"}},
      {"networks", many(65, "10.0.0.")},
      {"hostnamePattern", ""},
      {"hostnamePattern", "web [0-9]"},
      {"hostnamePattern", std::string(254, '*')},
      {"nameTemplate", "{date}"},
      {"nameTemplate", std::string(101, 'a')},
      {"surprise", true},
  };
  for (const auto& [field, value] : rows) {
    auto body = fleet();
    if (value.is_null())
      body.erase(field);
    else
      body[field] = value;
    const auto answer = make(body.dump());
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer["field"], field) << body << answer.text;
  }
  EXPECT_EQ(make(R"({"kind":"bootstrap","kind":"bootstrap"})").status, 400);
  EXPECT_EQ(make(fleet().dump()).status, 201);
}

TEST_F(TokenRequests, TakeEveryGreatestValue) {
  auto body = fleet();
  body["uses"] = 10'000;
  body["tokenLifetimeSeconds"] = body["machineLifetimeSeconds"] = 366 * 86'400;
  body["name"] = body["description"] = std::string(255, 'a');
  body["networks"] = many(64, "10.0.0.");
  body["hostnamePattern"] = std::string(253, '*');
  body["nameTemplate"] = std::string(100, 'a');
  EXPECT_EQ(make(body.dump()).status, 201);
  body["tokenLifetimeSeconds"] = body["machineLifetimeSeconds"] = 60;
  EXPECT_EQ(make(body.dump()).status, 201);
}

TEST_F(TokenRequests, HandOutOnlyWhatIsThereInThisVault) {
  const auto with = [&](const char* field, const json& value) {
    auto body = fleet();
    body[field] = value;
    return make(body.dump());
  };
  const auto absent_project = with("projectIds", {project, "proj_0000000000"});
  EXPECT_EQ(absent_project.status, 404);
  EXPECT_EQ(with("projectIds", {project, "nonsense"}).text, absent_project.text);
  const auto absent_secret = with("secretIds", {"sk_0000000000"});
  EXPECT_EQ(absent_secret.status, 404);
  const auto deleted = vault.make_secret(project, "gone", "v");
  ASSERT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/secrets/" + deleted), "{}").status, 200);
  EXPECT_EQ(with("secretIds", {deleted}).text, absent_secret.text);
  EXPECT_EQ(with("secretIds", {vault.make_secret(other_project, "t", "w")})["field"], "secretIds")
      << "in none of the projects";
  // Of another vault: as if they were not there.
  EXPECT_EQ(make(fleet().dump(), elsewhere).text, absent_project.text);
  auto only_secret = fleet();
  only_secret.erase("projectIds");
  EXPECT_EQ(make(only_secret.dump(), elsewhere).text, absent_secret.text);
}

TEST_F(TokenRequests, ForATemporaryMachineHaveTheirOwnLimits) {
  const auto with = [&](const json& life) {
    return make(json{{"kind", "temporary"}, {"machineLifetimeSeconds", life}}.dump());
  };
  EXPECT_EQ(make(R"({"kind":"temporary"})")["field"], "machineLifetimeSeconds");
  EXPECT_EQ(with(3'599)["field"], "machineLifetimeSeconds");
  EXPECT_EQ(with(3'600).status, 201);
  EXPECT_EQ(with(366 * 86'400).status, 201);
  EXPECT_EQ(with(366 * 86'400 + 1).status, 400);
  for (const char* field : {"uses", "projectIds", "secretIds"})
    EXPECT_EQ(
        make(json{{"kind", "temporary"}, {"machineLifetimeSeconds", 3'600}, {field, json::array()}}.dump())["field"],
        field)
        << "a person approves it, once";
}

TEST_F(TokenRequests, ForABootstrapTokenTakeNothing) {
  EXPECT_EQ(make(R"({"kind":"bootstrap"})").status, 201);
  EXPECT_EQ(make(R"({"uses":2})")["field"], "uses");
  EXPECT_EQ(make(R"({"name":"n"})")["field"], "name");
}

TEST_F(TokenRequests, NameTokensOfThisVault) {
  const auto made = make("{}");
  const auto path = vault.vault_path("/enrolment-tokens/");
  const auto foreign = "/v1/admin/vaults/" + elsewhere + "/enrolment-tokens/";
  const auto absent = vault.send(vault.root, "GET", path + "tok_0000000000");
  EXPECT_EQ(absent.status, 404);
  EXPECT_EQ(vault.send(vault.root, "GET", path + "nonsense").text, absent.text);
  EXPECT_EQ(vault.send(vault.root, "GET", foreign + made["tokenId"]).text, absent.text);
  EXPECT_EQ(vault.send(vault.root, "DELETE", foreign + made["tokenId"], "{}").text, absent.text);
  EXPECT_EQ(vault.send(vault.root, "GET", path + made["tokenId"] + "?a=1").status, 400);
  EXPECT_EQ(vault.send(vault.root, "GET", path + made["tokenId"]).status, 200);
}

}  // namespace
}  // namespace signet::testing
