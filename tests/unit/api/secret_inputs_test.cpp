// SPDX-License-Identifier: Apache-2.0
// What the routes about a secret's past and future refuse: the status, the field, and that nothing happened.
#include "support/installation.hpp"

#include <gtest/gtest.h>

namespace signet::testing {
namespace {

struct Case {
  const char* method;
  std::string path;  // below the vault
  std::string body;
  int status;
  std::string field;
};

struct World {
  Installation vault;
  std::string project = vault.make_project("p");
  std::string secret = vault.make_secret(project, "s", "one");
  std::string deleted = vault.make_secret(project, "d", "two");
  std::string foreign;

  World() {
    EXPECT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/secrets/" + deleted), "{}").status, 200);
    const auto other =
        vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})")["vaultId"];
    const auto home = std::exchange(vault.vault_id, other);
    foreign = vault.make_secret(vault.make_project("q"), "t", "value");
    vault.vault_id = home;
  }

  void refuses(const std::vector<Case>& cases) {
    for (const auto& c : cases) {
      SCOPED_TRACE(std::string(c.method) + " " + c.path + " " + c.body.substr(0, 200));
      const auto before = vault.state_digest();
      const auto answer = vault.send(vault.root, c.method, vault.vault_path(c.path), c.body);
      EXPECT_EQ(answer.status, c.status) << answer.text;
      EXPECT_EQ(answer["field"], c.field) << answer.text;
      EXPECT_NE(answer["error"], "");
      EXPECT_EQ(vault.state_digest(), before);
    }
  }
  /// The same request about what is absent, deleted or another vault's gets the same answer.
  void hides(const char* method, const std::string& tail, const std::string& body = {}) {
    const auto ask = [&](const std::string& id) {
      return vault.send(vault.root, method, vault.vault_path("/secrets/" + id + tail), body);
    };
    const auto absent = ask("sk_0000000000");
    EXPECT_EQ(absent.status, 404) << tail;
    for (const auto& id : {foreign, deleted, std::string("nonsense")}) EXPECT_EQ(ask(id).text, absent.text) << tail;
  }
};

TEST(SecretInputs, OfVersionsAndNotes) {
  World world;
  const auto at = "/secrets/" + world.secret;
  world.refuses({
      {"GET", at + "/versions?limit=0", "", 400, "limit"},
      {"GET", at + "/versions?order=asc", "", 400, "order"},
      {"GET", at + "/versions/0", "", 404, ""},
      {"GET", at + "/versions/01", "", 404, ""},
      {"GET", at + "/versions/2", "", 404, ""},
      {"GET", at + "/versions/x", "", 404, ""},
      {"GET", at + "/versions/99999999999999999999", "", 404, ""},
      {"POST", at + "/rollback", "{}", 400, "version"},
      {"POST", at + "/rollback", R"({"version":"1"})", 400, "version"},
      {"POST", at + "/rollback", R"({"version":-1})", 400, "version"},
      {"POST", at + "/rollback", R"({"version":1,"version":1})", 400, ""},
      {"POST", at + "/rollback", R"({"version":1,"why":"x"})", 400, "why"},
      {"POST", at + "/rollback", R"({"version":7})", 404, ""},
      {"POST", at + "/rollback", R"({"version":18446744073709551615})", 404, ""},
      {"PUT", at + "/note", "{}", 400, "note"},
      {"PUT", at + "/note", R"({"note":null})", 400, "note"},
      {"PUT", at + "/note", R"({"note":7})", 400, "note"},
      {"PUT", at + "/note", R"({"note":"a","note":"b"})", 400, ""},
      {"PUT", at + "/note", R"({"note":"a","x":1})", 400, "x"},
      {"GET", at + "/note?x=1", "", 400, "x"},
      {"GET", "/trash?x=1", "", 400, "x"},
      {"POST", "/trash/" + world.deleted + "/restore", R"({"x":1})", 400, "x"},
      {"POST", "/trash/" + world.secret + "/restore", "{}", 404, ""},
      {"POST", "/trash/" + world.deleted + "/purge", R"({"preview":"yes"})", 400, "preview"},
      {"POST", "/trash/" + world.deleted + "/purge", R"({"preview":true,"preview":true})", 400, ""},
      {"POST", "/trash/" + world.secret + "/purge", R"({"preview":true})", 404, ""},
  });
  world.hides("GET", "/versions");
  world.hides("GET", "/versions/1");
  world.hides("POST", "/rollback", R"({"version":1})");
  world.hides("GET", "/note");
  world.hides("PUT", "/note", R"({"note":"n"})");
}

TEST(SecretInputs, OfGeneratedValues) {
  World world;
  const auto rotate = "/secrets/" + world.secret + "/rotate", rotation = "/secrets/" + world.secret + "/rotation";
  const auto secrets = "/projects/" + world.project + "/secrets";
  std::string many;
  for (int i = 0; i < 65; ++i) many += (i ? ",\"f" : "\"f") + std::to_string(i) + "\"";
  world.refuses({
      {"POST", rotate, R"({"length":0})", 400, "length"},
      {"POST", rotate, R"({"length":1025})", 400, "length"},
      {"POST", rotate, R"({"length":"32"})", 400, "length"},
      {"POST", rotate, R"({"length":32,"length":32})", 400, ""},
      {"POST", rotate, R"({"charset":"ascii"})", 400, "charset"},
      {"POST", rotate, R"({"charset":7})", 400, "charset"},
      {"POST", rotate, R"({"charset":"uuid","length":36})", 400, "length"},
      {"POST", rotate, R"({"fields":["a"]})", 400, "fields"},
      {"POST", rotate, R"({"fields":[]})", 400, "fields"},
      {"POST", rotate, R"({"fields":["a","a"]})", 400, "fields"},
      {"POST", rotate, R"({"fields":"a"})", 400, "fields"},
      {"POST", rotate, R"({"fields":[7]})", 400, "fields"},
      {"POST", rotate, R"({"fields":[)" + many + "]}", 400, "fields"},
      {"POST", rotate, R"({"expectedVersion":2})", 409, "expectedVersion"},
      {"POST", rotate, R"({"value":"v"})", 400, "value"},
      {"PUT", rotation, R"({"intervalSeconds":299})", 400, "intervalSeconds"},
      {"PUT", rotation, R"({"intervalSeconds":2592001})", 400, "intervalSeconds"},
      {"PUT", rotation, R"({"intervalSeconds":"300"})", 400, "intervalSeconds"},
      {"PUT", rotation, R"({"intervalSeconds":300,"fields":["a"]})", 400, "fields"},
      {"PUT", rotation, R"({"every":300})", 400, "every"},
      {"GET", rotation, "", 404, ""},
      {"DELETE", rotation, "{}", 404, ""},
      {"POST", secrets, R"({"name":"x","generate":[]})", 400, "generate"},
      {"POST", secrets, R"({"name":"x","generate":{"size":3}})", 400, "generate"},
      {"POST", secrets, R"({"name":"x","generate":{"length":0}})", 400, "generate"},
      {"POST", secrets, R"({"name":"x","generate":{},"fields":{"a":7}})", 400, "fields"},
  });
  world.hides("POST", "/rotate", "{}");
  world.hides("GET", "/rotation");
  world.hides("PUT", "/rotation", "{}");
  world.hides("DELETE", "/rotation", "{}");
}

}  // namespace
}  // namespace signet::testing
