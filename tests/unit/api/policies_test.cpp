// SPDX-License-Identifier: Apache-2.0
// Access policies as machines meet them: each axis, each at its edge, and what is counted counted once.
#include "racing.hpp"

#include "signet/schema/limits.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace signet::testing {
namespace {

struct Policies : ::testing::Test {
  Installation vault;
  Signer machine = vault.make_machine();
  std::string project = vault.make_project("shop");
  std::string secret = vault.make_secret(project, "password", "the value");

  Policies() { vault.give(machine, project, secret); }

  [[nodiscard]] Answer read() { return vault.send(machine, "GET", "/v1/secret/" + secret); }
  [[nodiscard]] std::string make(const std::string& rules, const std::string& name = "policy") {
    const auto made = vault.send(vault.root, "POST", vault.vault_path("/projects/" + project + "/policies"),
                                 R"({"name":")" + name + "\"" + (rules.empty() ? "" : ",") + rules + "}");
    EXPECT_EQ(made.status, 201) << made.text;
    return made["policyId"];
  }
  [[nodiscard]] int replace(const std::string& policy, const std::string& rules) {
    return vault.send(vault.root, "PUT", vault.vault_path("/policies/" + policy), R"({"name":"policy",)" + rules + "}")
        .status;
  }
  [[nodiscard]] Answer bind(const std::string& policy) {
    return vault.send(vault.root, "PUT", vault.vault_path("/secrets/" + secret + "/policy"),
                      R"({"policyId":")" + policy + "\"}");
  }
  void rule(const std::string& rules) { EXPECT_EQ(bind(make(rules)).status, 200); }
  [[nodiscard]] std::string denied_by() {
    auto last = vault.audit(vault.vault_id).back();
    if (text_of(last["action"]) != "secret_read_denied" || text_of(last["secretId"]) != secret) return "nothing";
    const std::string detail(text_of(last["detail"]));
    return detail.substr(detail.find(": ") + 2);
  }
};

// The clock of an Installation begins on Monday 2026-09-21 at 14:13:20 UTC.
TEST_F(Policies, OpenAndShutWithTheirWindow) {
  rule(R"("timeWindowEnabled":true,"timeWindowStart":"08:00","timeWindowEnd":"14:14",)"
       R"("timeWindowTimezone":"UTC","timeWindowDays":["mon"])");
  EXPECT_EQ(read()["value"], "the value");
  vault.clock.advance(std::chrono::seconds(40));
  const auto late = read();
  EXPECT_EQ(late.status, 403);
  EXPECT_EQ(late.text, R"({"error":"The secret's access policy does not allow this read"})") << "not which axis";
  EXPECT_EQ(denied_by(), "time window");
  vault.clock.advance(std::chrono::hours(24) - std::chrono::seconds(60));
  EXPECT_EQ(read().status, 403) << "a Tuesday";
}

TEST_F(Policies, KnowTheAddressOfTheRead) {
  rule(R"("ipAllowlistEnabled":true,"ipAllowlistCidrs":["203.0.113.0/24","2001:db8::/32"])");
  EXPECT_EQ(read().status, 200);
  vault.address = "198.51.100.1";
  EXPECT_EQ(read().status, 403);
  EXPECT_EQ(read().header("Retry-After"), "");
  EXPECT_EQ(denied_by(), "address");
  vault.address = "2001:db8::1";
  EXPECT_EQ(read().status, 200);
}

TEST_F(Policies, CapReadsAMinuteAndADay) {
  rule(R"("rateCapEnabled":true,"maxReadsPerMinute":2,"maxReadsPerDay":3)");
  EXPECT_EQ(read().status, 200);
  EXPECT_EQ(read().status, 200);
  EXPECT_EQ(read().header("Retry-After"), "40") << "the minute of UTC ends";
  EXPECT_EQ(read().status, 429);
  EXPECT_EQ(denied_by(), "reads per minute");
  vault.clock.advance(std::chrono::seconds(40));
  EXPECT_EQ(read().status, 200);
  EXPECT_EQ(read().header("Retry-After"), "35160") << "the day of UTC ends";
  EXPECT_EQ(read().status, 429);
  EXPECT_EQ(denied_by(), "reads per day");
  vault.clock.advance(std::chrono::hours(24));
  EXPECT_EQ(read().status, 200);
}

TEST_F(Policies, WithACapOfNGiveExactlyNValuesToRacingReads) {
  rule(R"("ttlMaxReads":7)");
  Race race(vault);
  for (int i = 0; i < 30; ++i) race.add(vault.sign(machine, "GET", "/v1/secret/" + secret));
  const auto statuses = race.run();
  EXPECT_EQ(std::ranges::count(statuses, 200), 7);
  EXPECT_EQ(std::ranges::count(statuses, 403), 23);
  EXPECT_EQ(read().status, 403);
  auto names = vault.actions(vault.vault_id);
  EXPECT_EQ(std::ranges::count(names, "secret_read"), 7);
  EXPECT_EQ(std::ranges::count(names, "secret_read_denied"), 24) << "every denial is on record";
  const auto binding = vault.send(vault.root, "GET", vault.vault_path("/secrets/" + secret + "/policy"));
  EXPECT_EQ(binding.body["reads"], 7) << binding.text;
}

TEST_F(Policies, RateCapsHoldForRacingReadsToo) {
  rule(R"("rateCapEnabled":true,"maxReadsPerMinute":5)");
  Race race(vault);
  for (int i = 0; i < 20; ++i) race.add(vault.sign(machine, "GET", "/v1/secret/" + secret));
  const auto statuses = race.run();
  EXPECT_EQ(std::ranges::count(statuses, 200), 5);
  EXPECT_EQ(std::ranges::count(statuses, 429), 15);
}

TEST_F(Policies, Expire) {
  const auto at = to_millis(vault.clock.now()) + 1000;
  rule("\"ttlExpiresAt\":" + std::to_string(at));
  EXPECT_EQ(read().status, 200);
  vault.clock.advance(std::chrono::milliseconds(999));
  EXPECT_EQ(read().status, 200);
  vault.clock.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(read().status, 403);
  EXPECT_EQ(denied_by(), "expired");
}

TEST_F(Policies, OfBeforeTheCommitHoldForReadsThatWaitForIt) {
  const auto policy = make(R"("ttlExpiresAt":1)");
  Race race(vault);
  race.add(vault.sign(vault.root, "PUT", vault.vault_path("/secrets/" + secret + "/policy"),
                      R"({"policyId":")" + policy + "\"}"));
  for (int i = 0; i < 5; ++i) race.add(vault.sign(machine, "GET", "/v1/secret/" + secret));
  const auto statuses = race.run();
  EXPECT_EQ(statuses[0], 200);
  EXPECT_EQ(std::ranges::count(statuses, 403), 5);
}

struct CoSigned : Policies {
  Signer partner = vault.make_machine();
  CoSigned() { rule(R"("coSignEnabled":true,"coSignMachineId":")" + partner.id + R"(","coSignWindowSeconds":60)"); }
  [[nodiscard]] Answer co_sign(const Signer& who) {
    return vault.send(who, "POST", "/v1/secret/" + secret + "/co-sign");
  }
};

TEST_F(CoSigned, ReadsNeedOneSignatureEach) {
  EXPECT_EQ(read().status, 403);
  EXPECT_EQ(denied_by(), "co-sign");
  const auto signed_ = co_sign(partner);
  EXPECT_EQ(signed_.status, 200) << signed_.text;
  EXPECT_EQ(signed_.body["expiresAt"], to_millis(vault.clock.now()) + 60'000);
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "co_sign");
  EXPECT_EQ(read().status, 200);
  EXPECT_EQ(read().status, 403) << "used up";
}

TEST_F(CoSigned, ReadsAreWithinTheWindow) {
  ASSERT_EQ(co_sign(partner).status, 200);
  vault.clock.advance(std::chrono::milliseconds(59'999));
  EXPECT_EQ(read().status, 200);
  ASSERT_EQ(co_sign(partner).status, 200);
  vault.clock.advance(std::chrono::seconds(60));
  EXPECT_EQ(read().status, 403);
}

TEST_F(CoSigned, OneSignatureIsOneReadOfMany) {
  ASSERT_EQ(co_sign(partner).status, 200);
  Race race(vault);
  for (int i = 0; i < 10; ++i) race.add(vault.sign(machine, "GET", "/v1/secret/" + secret));
  EXPECT_EQ(std::ranges::count(race.run(), 200), 1);
}

TEST_F(CoSigned, NobodyElseSigns) {
  EXPECT_EQ(co_sign(machine).status, 403);
  EXPECT_EQ(co_sign(vault.make_pending_machine()).status, 403);
  EXPECT_EQ(vault.send(vault.root, "POST", "/v1/secret/" + secret + "/co-sign").status, 401);
  const auto absent = vault.send(partner, "POST", "/v1/secret/sk_0000000000/co-sign");
  EXPECT_EQ(absent.status, 404);
  EXPECT_EQ(vault.send(partner, "POST", "/v1/secret/nonsense/co-sign").text, absent.text);
  const auto other = vault.make_secret(project, "other", "v");
  EXPECT_EQ(vault.send(partner, "POST", "/v1/secret/" + other + "/co-sign").status, 403) << "no policy asks for it";
  ASSERT_EQ(co_sign(partner).status, 200);
  vault.give(partner, project, secret);
  EXPECT_EQ(vault.send(partner, "GET", "/v1/secret/" + secret).status, 403) << "not for oneself";
  EXPECT_EQ(read().status, 200) << "and the signature was not used up by that";
}

TEST_F(Policies, EditsHoldFromTheNextReadOnAndBindingBeginsAnew) {
  const auto policy = make(R"("ttlMaxReads":1)");
  ASSERT_EQ(bind(policy).status, 200);
  EXPECT_EQ(read().status, 200);
  EXPECT_EQ(read().status, 403);
  EXPECT_EQ(replace(policy, R"("ttlMaxReads":2)"), 200);
  EXPECT_EQ(read().status, 200) << "the first read is still counted";
  EXPECT_EQ(read().status, 403);
  ASSERT_EQ(bind(make(R"("ttlMaxReads":1)", "another")).status, 200) << "it replaces the other";
  EXPECT_EQ(read().status, 200);
  EXPECT_EQ(read().status, 403);
  EXPECT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/secrets/" + secret + "/policy")).status, 200);
  EXPECT_EQ(read().status, 200);
  EXPECT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/secrets/" + secret + "/policy")).status, 404);
}

TEST_F(Policies, StayWhileSomethingIsBoundToThem) {
  const auto policy = make("");
  ASSERT_EQ(bind(policy).status, 200);
  const auto path = vault.vault_path("/policies/" + policy);
  EXPECT_EQ(vault.send(vault.root, "DELETE", path).status, 409);
  ASSERT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/secrets/" + secret)).status, 200);
  EXPECT_EQ(vault.send(vault.root, "DELETE", path).status, 409) << "in the trash it is still bound";
  const auto free = make("", "free");
  EXPECT_EQ(vault.send(vault.root, "DELETE", vault.vault_path("/policies/" + free)).status, 200);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/policies/" + free)).status, 404);
}

TEST_F(Policies, AreShownAsTheyWereSaid) {
  const std::string rules =
      R"("description":"office","timeWindowEnabled":true,"timeWindowStart":"22:05","timeWindowEnd":"06:00",)"
      R"("timeWindowTimezone":"UTC","timeWindowDays":["mon","sun"],)"
      R"("ipAllowlistEnabled":true,"ipAllowlistCidrs":["10.0.0.0/8"],)"
      R"("rateCapEnabled":true,"maxReadsPerDay":100,"maxReadsPerMinute":3,"coSignEnabled":true,"coSignMachineId":")" +
      machine.id +
      R"(","coSignWindowSeconds":86400,"ttlExpiresAt":253402300799999,"ttlMaxReads":1000000000,)"
      R"("rotateAfterReads":9,"sealedEnabled":true)";
  const auto id = make(rules);
  const auto shown = vault.send(vault.root, "GET", vault.vault_path("/policies/" + id));
  ASSERT_EQ(shown.status, 200);
  auto wanted = *parse_json_object(as_bytes(R"({"name":"policy",)" + rules + "}"));
  wanted["policyId"] = json_text(id);
  wanted["projectId"] = json_text(project);
  wanted["createdAt"] = wanted["updatedAt"] = to_millis(vault.clock.now());
  EXPECT_EQ(shown.body, wanted) << shown.text;
  auto list = vault.send(vault.root, "GET", vault.vault_path("/projects/" + project + "/policies"));
  ASSERT_EQ(list.body["items"].size(), 1U);
  EXPECT_EQ(list.body["items"][0], wanted);
}

TEST_F(Policies, AreWholeOrRefused) {
  struct Case { std::string rules, field; };
  const std::string window = R"("timeWindowEnabled":true)", start = R"(,"timeWindowStart":"08:00")",
                    end = R"(,"timeWindowEnd":"18:00")", zone = R"(,"timeWindowTimezone":"UTC")",
                    days = R"(,"timeWindowDays":["mon"])";
  std::string networks = "\"10.0.0.1\"";
  for (std::size_t i = 1; i < limits::kMaxNetworks; ++i) networks += ",\"10.0.0.1\"";
  const std::vector<Case> cases{
      {window, "timeWindowStart"},
      {window + start, "timeWindowEnd"},
      {window + start + end, "timeWindowTimezone"},
      {window + start + end + zone, "timeWindowDays"},
      {window + start + end + zone + R"(,"timeWindowDays":[])", "timeWindowDays"},
      {window + start + end + zone + R"(,"timeWindowDays":["mon","mon"])", "timeWindowDays"},
      {window + start + end + zone + R"(,"timeWindowDays":["Monday"])", "timeWindowDays"},
      {window + start + end + zone + R"(,"timeWindowDays":"mon")", "timeWindowDays"},
      {window + start + R"(,"timeWindowEnd":"08:00")" + zone + days, "timeWindowEnd"},
      {window + R"(,"timeWindowStart":"24:00")" + end + zone + days, "timeWindowStart"},
      {window + R"(,"timeWindowStart":"08:60")" + end + zone + days, "timeWindowStart"},
      {window + R"(,"timeWindowStart":"8:00")" + end + zone + days, "timeWindowStart"},
      {window + R"(,"timeWindowStart":"+8:00")" + end + zone + days, "timeWindowStart"},
      {window + R"(,"timeWindowStart":800)" + end + zone + days, "timeWindowStart"},
      {window + start + end + R"(,"timeWindowTimezone":"Mars/Olympus")" + days, "timeWindowTimezone"},
      {window + start + end + R"(,"timeWindowTimezone":"../UTC")" + days, "timeWindowTimezone"},
      {R"("timeWindowEnabled":1)", "timeWindowEnabled"},
      {R"("timeWindowEnabled":false,"timeWindowStart":"08:00")", "timeWindowEnd"},
      {R"("ipAllowlistEnabled":true)", "ipAllowlistCidrs"},
      {R"("ipAllowlistEnabled":true,"ipAllowlistCidrs":[])", "ipAllowlistCidrs"},
      {R"("ipAllowlistCidrs":["10.0.0.0/33"])", "ipAllowlistCidrs"},
      {R"("ipAllowlistCidrs":[7])", "ipAllowlistCidrs"},
      {R"("ipAllowlistCidrs":[)" + networks + R"(,"10.0.0.1"])", "ipAllowlistCidrs"},
      {R"("rateCapEnabled":true)", "maxReadsPerDay"},
      {R"("rateCapEnabled":true,"maxReadsPerDay":0)", "maxReadsPerDay"},
      {R"("maxReadsPerMinute":1000000001)", "maxReadsPerMinute"},
      {R"("maxReadsPerMinute":"3")", "maxReadsPerMinute"},
      {R"("coSignEnabled":true)", "coSignMachineId"},
      {R"("coSignEnabled":true,"coSignMachineId":")" + machine.id + "\"", "coSignWindowSeconds"},
      {R"("coSignWindowSeconds":86401)", "coSignWindowSeconds"},
      {R"("coSignMachineId":"nobody")", "coSignMachineId"},
      {R"("coSignMachineId":"00000000-0000-4000-8000-000000000000")", "coSignMachineId"},
      {R"("ttlExpiresAt":0)", "ttlExpiresAt"},
      {R"("ttlExpiresAt":253402300800000)", "ttlExpiresAt"},
      {R"("ttlMaxReads":0)", "ttlMaxReads"},
      {R"("rotateAfterReads":-1)", "rotateAfterReads"},
      {R"("sealedEnabled":1)", "sealedEnabled"},
      {R"("description":")" + std::string(limits::kMaxDescription + 1, 'd') + "\"", "description"},
      {R"("description":7)", "description"},
      {R"("surprise":1)", "surprise"},
      {R"("ttlMaxReads":1,"ttlMaxReads":2)", ""},
  };
  const auto known = make(R"("ipAllowlistCidrs":[)" + networks + R"(],"description":")" +
                          std::string(limits::kMaxDescription, 'd') + "\"");
  for (const auto& c : cases) {
    SCOPED_TRACE(c.rules);
    const auto before = vault.state_digest();
    for (const auto& [method, path] :
         {std::pair<std::string, std::string>{"POST", "/projects/" + project + "/policies"},
          {"PUT", "/policies/" + known}}) {
      const auto answer = vault.send(vault.root, method, vault.vault_path(path), R"({"name":"n",)" + c.rules + "}");
      EXPECT_EQ(answer.status, 400) << answer.text;
      EXPECT_EQ(answer["field"], c.field);
    }
    EXPECT_EQ(vault.state_digest(), before);
  }
  const auto create = vault.vault_path("/projects/" + project + "/policies");
  EXPECT_EQ(vault.send(vault.root, "POST", create, "{}")["field"], "name");
  EXPECT_EQ(vault.send(vault.root, "POST", create, R"({"name":"policy"})").status, 409);
  EXPECT_EQ(
      vault.send(vault.root, "POST", vault.vault_path("/projects/proj_0000000000/policies"), R"({"name":"n"})").status,
      404);
}

TEST_F(Policies, OfOtherVaultsAndProjectsAreNotThere) {
  const auto elsewhere = make("");
  const auto other_project = vault.make_project("other");
  const auto other_secret = vault.make_secret(other_project, "s", "v");
  EXPECT_EQ(vault.send(vault.root, "PUT", vault.vault_path("/secrets/" + other_secret + "/policy"),
                       R"({"policyId":")" + elsewhere + "\"}").status, 409);

  const auto home = std::exchange(vault.vault_id, vault.send(vault.root, "POST", vault.installation_path("/vaults"),
                                                             R"({"name":"v2"})")["vaultId"]);
  const auto their_project = vault.make_project("theirs");
  const auto theirs = vault.send(vault.root, "POST", vault.vault_path("/projects/" + their_project + "/policies"),
                                 R"({"name":"n"})")["policyId"];
  vault.vault_id = home;
  ASSERT_NE(theirs, "");
  for (const std::string method : {"GET", "PUT", "DELETE"}) {
    const auto body = method == "PUT" ? R"({"name":"n"})" : "";
    const auto foreign = vault.send(vault.root, method, vault.vault_path("/policies/" + theirs), body);
    const auto absent = vault.send(vault.root, method, vault.vault_path("/policies/pol_0000000000"), body);
    EXPECT_EQ(foreign.status, 404) << method;
    EXPECT_EQ(foreign.text, absent.text);
    EXPECT_EQ(vault.send(vault.root, method, vault.vault_path("/policies/nonsense"), body).text, absent.text);
  }
  const auto foreign = bind(theirs), absent = bind("pol_0000000000");
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(foreign.text, absent.text);
  EXPECT_EQ(bind("nonsense").text, absent.text);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/projects/" + their_project + "/policies")).status, 404);
  EXPECT_EQ(vault.send(vault.root, "GET", vault.vault_path("/secrets/sk_0000000000/policy")).status, 404);
  EXPECT_EQ(vault.send(vault.root, "PUT", vault.vault_path("/secrets/" + secret + "/policy"), "{}")["field"],
            "policyId");
}

}  // namespace
}  // namespace signet::testing
