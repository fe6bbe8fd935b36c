// SPDX-License-Identifier: Apache-2.0
// Everything secret that passes through a server, looked for in everything that it leaves behind: its log, its database
// with the write-ahead log, its backups and its metrics; as it is, in hex and in base64.
#include "live_vault.hpp"
#include "metrics_page.hpp"
#include "signet/crypto/random.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

namespace signet::testing {
namespace {

using ::testing::HasSubstr;

std::string content_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string unlike_any_other(const std::string& begin) {
  Bytes random(20);
  crypto::system_random().fill(random);
  return begin + "-" + to_hex(random);
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return text;
}

/// What stands for `secret` wherever it begins in a longer text: of base64 that is the part that its neighbours do not
/// change, for each of the three places in a group where it may begin.
std::map<std::string, std::string> forms_of(const std::string& secret) {
  std::map<std::string, std::string> forms{
      {"raw", secret}, {"hex", to_hex(as_bytes(secret))}, {"HEX", upper(to_hex(as_bytes(secret)))}};
  for (std::size_t skip = 0; skip < 3; ++skip) {
    const auto inner = std::string_view(secret).substr(skip, (secret.size() - skip) / 3 * 3);
    forms["base64, " + std::to_string(skip)] = to_base64(as_bytes(inner));
  }
  return forms;
}

class SecretForms : public LiveVault {
 protected:
  SecretForms() {
    server.flags = {"--set", "metrics_listen=0", "--log-format", "json"};
    server.start();
  }

  /// A text of an answer's body that has to be there.
  static std::string text_of(const RawAnswer& answer, std::string_view member) {
    const auto body = parse_json_object(as_bytes(answer.body));
    const auto* text = body ? find_text(*body, member) : nullptr;
    if (text == nullptr) throw std::runtime_error("no " + std::string(member) + " in: " + answer.body);
    return std::string(*text);
  }
  RawAnswer write(const std::string& method, const std::string& rest, const std::string& body) const {
    return ask(by_hand().sign(method, in_vault(rest), body));
  }
  void keep(const std::string& what, std::string secret) {
    ASSERT_GE(secret.size(), 16U) << what;
    secrets[what] = std::move(secret);
  }

  void use_values() {
    keep("a value", unlike_any_other("value"));
    keep("a new value", unlike_any_other("new"));
    keep("a value in a request that fails", unlike_any_other("refused"));
    keep("a note", unlike_any_other("note"));
    reader = make_reader(secrets["a value"]);
    const auto machine = by_hand(reader.identity);
    ASSERT_EQ(ask(machine.sign("GET", reader.target())).status, 200);
    const auto versions = "/secrets/" + reader.secret + "/versions";
    const auto quoted = [&](const std::string& what) { return "\"" + secrets[what] + "\""; };
    ASSERT_LT(write("POST", versions, "{\"value\":" + quoted("a new value") + "}").status, 300);
    ASSERT_EQ(ask(machine.sign("GET", reader.target())).status, 200);
    ASSERT_TRUE(vault().put_note(reader.secret, SecretBytes::from_text(secrets["a note"])));
    const auto refused = quoted("a value in a request that fails");
    ASSERT_EQ(write("POST", versions, "{\"value\":" + refused + ",\"more\":" + refused + "}").status, 400);
    ASSERT_EQ(write("POST", versions, "{\"value\":" + refused).status, 400);
    ASSERT_EQ(write("POST", "/secrets/sk_0123456789abcdefghjkmnpqrs/versions", "{\"value\":" + refused + "}").status,
              404);
    keep("a private key", std::string(as_text(machine.key->first_seed())));
    keep("an operator's private key", std::string(as_text(by_hand().key->first_seed())));
    auto forged = machine.sign("GET", reader.target());
    forged[forged.find("X-Signature: ") + 20] ^= 1;
    ASSERT_EQ(ask(forged).status, 401);
  }

  void use_tokens() {
    const auto unused = must(vault().create_token());
    keep("an enrolment token", std::string(unused.token.expose_text()));
    keep("a wrong token", to_hex(as_bytes(unlike_any_other("t"))).substr(0, 64));
    ASSERT_GE(ask(http("GET", "/v1/bootstrap/" + secrets["a wrong token"])).status, 400);
    ASSERT_GE(ask(http("GET", "/v1/bootstrap/" + secrets["an enrolment token"])).status, 400)
        << "there is no public_url";
    const auto hook = write("POST", "/webhooks", "{\"url\":\"https://hook.invalid/x\"}");
    keep("a webhook's secret", text_of(hook, "secret"));
  }

  void use_links() {
    keep("a one-time value", unlike_any_other("once"));
    keep("a passphrase", unlike_any_other("passphrase"));
    keep("a wrong passphrase", unlike_any_other("guess"));
    const auto made = write("POST", "/projects/" + reader.project + "/one-time-links",
                            "{\"value\":\"" + secrets["a one-time value"] + "\",\"ttlSeconds\":600,\"passphrase\":\"" +
                                secrets["a passphrase"] + "\"}");
    const auto key = text_of(made, "key");
    keep("a link's key", std::string(as_text(from_hex(key).value())));
    const auto open = [&](const std::string& passphrase) {
      return ask(http("POST", "/v1/once/" + text_of(made, "linkId"), "Content-Type: application/json\r\n",
                      "{\"key\":\"" + key + "\",\"passphrase\":\"" + secrets[passphrase] + "\"}"));
    };
    ASSERT_EQ(open("a wrong passphrase").status, 403);
    ASSERT_EQ(open("a passphrase").status, 200);
  }

  std::map<std::string, std::string> secrets;  // by what they are
  Reader reader;
};

TEST_F(SecretForms, AreNowhere) {
  use_values();
  use_tokens();
  use_links();
  const auto key_text = content_of(server.root_key).substr(24, 44);
  keep("the key in the root key file", std::string(as_text(from_base64(key_text).value())));

  const auto copy = server.folder / "copy.signet";
  ASSERT_EQ(server.command({"backup", copy.string()}).code, 0);
  std::map<std::string, std::string> places;
  places["metrics"] = RawConnection(metrics_port(server)).ask(http("GET", "/metrics")).body;
  for (const auto& entry : std::filesystem::directory_iterator(server.data))
    if (entry.path().extension() != ".reserve")
      places["running: " + entry.path().filename().string()] = content_of(entry.path());
  ASSERT_TRUE(places.contains("running: signet.db-wal"));
  ASSERT_EQ(server.stop().code, 0);
  places["stopped: database"] = content_of(server.database());
  places["backup"] = content_of(copy);
  places["log"] = server.log();

  for (const auto& [place, content] : places)
    for (const auto& [what, secret] : secrets)
      for (const auto& [form, text] : forms_of(secret))
        EXPECT_EQ(content.find(text), std::string::npos) << what << " (" << form << ") is in: " << place;

  // What is there is found.
  EXPECT_THAT(places["stopped: database"], HasSubstr(reader.secret));
  EXPECT_THAT(places["running: signet.db-wal"], HasSubstr(reader.secret));
  EXPECT_THAT(places["metrics"], HasSubstr("signet_requests_total"));
  EXPECT_THAT(places["log"], HasSubstr("GET /v1/secret/{secret}: 200\",\"request\":\"")) << "requests, with their ids";
  EXPECT_THAT(places["log"], HasSubstr("GET /v1/bootstrap/{token}: "));
}

}  // namespace
}  // namespace signet::testing
