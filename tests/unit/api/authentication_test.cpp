// SPDX-License-Identifier: Apache-2.0
// Every way in which a request can be not quite the one that was signed. Each case says what the client hears and what
// the log says, and none may change anything but nonces, counters and the log.
#include "support/installation.hpp"

#include "signet/crypto/digest.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <utility>

namespace signet::testing {
namespace {

struct World {
  Installation vault;
  std::string project = vault.make_project("payments");
  std::string secret = vault.make_secret(project, "database", "correct horse");
  Signer machine;
  std::string path = "/v1/secret/" + secret;

  explicit World(Algorithm algorithm) : machine(vault.make_machine(algorithm)) {
    vault.give(machine, project, secret);
    // What its first read changes is not this test's business.
    EXPECT_EQ(vault.send(machine, "GET", path).status, 200);
  }

  /// Signs exactly this text, for payloads that sign() would not make.
  void sign_text(Signed& request, const std::string& payload, const Signer& signer) {
    request.header(header::kSignature) = to_base64(signer.key->sign(as_bytes(payload)));
  }
};

World& world(Algorithm algorithm) {
  static World ed25519(Algorithm::ed25519), mldsa(Algorithm::mldsa65), hybrid(Algorithm::ed25519_mldsa65);
  return algorithm == Algorithm::ed25519 ? ed25519 : algorithm == Algorithm::mldsa65 ? mldsa : hybrid;
}

struct Case {
  std::string name;
  std::function<void(World&, Signed&)> spoil;
  int status = 401;
  std::string reason = "bad signature";
};

void expect_refused(World& w, const Case& c) {
  SCOPED_TRACE(c.name);
  w.vault.clock.advance(std::chrono::hours(1));  // out of every lockout
  auto request = w.vault.sign(w.machine, "GET", w.path);
  c.spoil(w, request);
  const auto before = w.vault.state_digest();
  const auto own = w.vault.audit_size(w.vault.vault_id), shared = w.vault.audit_size(w.vault.installation_id);
  const auto answer = w.vault.handle(request);
  EXPECT_EQ(answer.status, c.status) << answer.text;
  EXPECT_EQ(w.vault.state_digest(), before);
  if (c.status != 401) return;
  EXPECT_EQ(answer.text, R"({"error":"Unauthorized"})");
  // Whoever is known fails in its vault's log, everybody else in the installation's.
  auto log = w.vault.audit(w.vault.vault_id);
  const auto others = w.vault.audit(w.vault.installation_id);
  EXPECT_EQ(log.size() + others.size(), own + shared + 1);
  if (others.size() > shared) log = others;
  EXPECT_EQ(text_of(log.back()["action"]), "auth_failure");
  EXPECT_EQ(std::string(text_of(log.back()["detail"])).substr(0, c.reason.size()), c.reason);
  EXPECT_EQ(text_of(log.back()["sourceIp"]), w.vault.address);
}

std::vector<Case> header_cases() {
  std::vector<Case> cases;
  const std::map<std::string_view, std::string> reasons{{header::kMachineId, "identity header"},
                                                         {header::kTimestamp, "timestamp header"},
                                                         {header::kNonce, "nonce header"},
                                                         {header::kSignature, "signature header"}};
  for (const auto& [name, reason] : reasons) {
    const std::string n(name);
    cases.push_back({n + " removed", [name](World&, Signed& r) { r.remove(name); }, 401, reason});
    cases.push_back({n + " empty", [name](World&, Signed& r) { r.header(name).clear(); }, 401, reason});
    cases.push_back({n + " twice, equal",
                     [name](World&, Signed& r) {
                       const auto value = r.header(name);
                       r.request.head.headers.push_back({std::string(name), value});
                     },
                     401, reason});
    cases.push_back({n + " twice, other case",
                     [name](World&, Signed& r) {
                       const auto value = r.header(name);
                       std::string lower(name);
                       for (auto& c : lower) c = static_cast<char>(std::tolower(c));
                       r.request.head.headers.push_back({lower, value});
                     },
                     401, reason});
    for (const auto& junk : std::vector<std::string>{" ", "\t", "\r", "\n", std::string(1, '\0'), ","}) {
      cases.push_back(
          {n + " with junk in front", [=](World&, Signed& r) { r.header(name).insert(0, junk); }, 401, reason});
      cases.push_back({n + " with junk behind", [=](World&, Signed& r) { r.header(name) += junk; }, 401, reason});
    }
  }
  return cases;
}

std::vector<Case> timestamp_cases() {
  std::vector<Case> cases;
  const auto resigned = [](const std::string& timestamp) {
    return [timestamp](World& w, Signed& r) {
      r.header(header::kTimestamp) = timestamp;
      w.sign_text(r, canonical_request("GET", w.path, timestamp, r.header(header::kNonce), crypto::sha256_hex({})),
                  w.machine);
    };
  };
  for (const char* text : {"9223372036854775808", "1e9", "1711468800.0", "+1711468800", "01711468800", "171146880",
                           "17114688000", "0x65F0A0F0", "1711468800:x", "１７１１４６８８００"})
    cases.push_back({std::string("timestamp ") + text, resigned(text), 401, "timestamp header"});
  for (const int offset : {-301, 61}) {
    cases.push_back(
        {"timestamp off by " + std::to_string(offset),
         [=](World& w, Signed& r) { resigned(std::to_string(to_unix_seconds(w.vault.clock.now()) + offset))(w, r); },
         401, "timestamp outside the window"});
  }
  for (const int offset : {-300, 60}) {
    cases.push_back(
        {"timestamp just inside, " + std::to_string(offset),
         [=](World& w, Signed& r) { resigned(std::to_string(to_unix_seconds(w.vault.clock.now()) + offset))(w, r); },
         200, ""});
  }
  cases.push_back({"timestamp changed after signing",
                   [](World& w, Signed& r) {
                     r.header(header::kTimestamp) = std::to_string(to_unix_seconds(w.vault.clock.now()) - 1);
                   }});
  return cases;
}

std::vector<Case> nonce_cases() {
  const auto resigned = [](const std::string& nonce) {
    return [nonce](World& w, Signed& r) {
      r.header(header::kNonce) = nonce;
      w.sign_text(r, canonical_request("GET", w.path, r.header(header::kTimestamp), nonce, crypto::sha256_hex({})),
                  w.machine);
    };
  };
  return {
      {"nonce of 15 characters", resigned("123456789012345"), 401, "nonce header"},
      {"nonce of 129 characters", resigned(std::string(129, 'n')), 401, "nonce header"},
      {"nonce with a colon", resigned("1234567890:123456"), 401, "nonce header"},
      {"nonce with a line feed", resigned("1234567890\n123456"), 401, "nonce header"},
      {"nonce with a space", resigned("1234567890 123456"), 401, "nonce header"},
      {"nonce of 16 characters", resigned("1234567890123456"), 200, ""},
      {"nonce of 128 characters", resigned(std::string(128, 'n')), 200, ""},
      {"nonce in hex", resigned("00112233445566778899aabbccddeeff"), 200, ""},
      {"nonce of twenty characters", resigned("dGhpcyBpcyBhIG5vbmNl"), 200, ""},
      {"nonce changed after signing", [](World&, Signed& r) { r.header(header::kNonce) = "another-nonce-12345"; }},
  };
}

std::vector<Case> signature_cases() {
  const auto signature = [](const std::function<void(Bytes&)>& change) {
    return [change](World&, Signed& r) {
      auto bytes = *from_base64(r.header(header::kSignature));
      change(bytes);
      r.header(header::kSignature) = to_base64(bytes);
    };
  };
  return {
      {"signature truncated", signature([](Bytes& s) { s.pop_back(); })},
      {"signature with a byte more", signature([](Bytes& s) { s.push_back(0); })},
      {"signature of zeros", signature([](Bytes& s) { std::ranges::fill(s, std::uint8_t{0}); })},
      {"signature of one byte", signature([](Bytes& s) { s.resize(1); })},
      {"signature of Ed25519 length", signature([](Bytes& s) {
         s.resize(64, 1);
         s[0] ^= 1;
       })},
      {"signature of ML-DSA-65 length", signature([](Bytes& s) {
         s.resize(3309, 1);
         s[0] ^= 1;
       })},
      {"signature of hybrid length", signature([](Bytes& s) {
         s.resize(3373, 1);
         s[0] ^= 1;
       })},
      {"signature in URL-safe base64",
       [](World&, Signed& r) {
         auto& text = r.header(header::kSignature);
         text[0] = '-';
       },
       401, "signature header"},
      {"signature with white space", [](World&, Signed& r) { r.header(header::kSignature).insert(8, " "); }, 401,
       "signature header"},
      {"signature without padding", [](World&, Signed& r) { r.header(header::kSignature) = "QUI"; }, 401,
       "signature header"},
      {"signature with loose bits", [](World&, Signed& r) { r.header(header::kSignature) = "QUJ="; }, 401,
       "signature header"},
      {"signature by another machine",
       [](World& w, Signed& r) {
         const auto other = w.vault.make_machine(w.machine.key->algorithm());
         w.sign_text(r,
                     canonical_request("GET", w.path, r.header(header::kTimestamp), r.header(header::kNonce),
                                       crypto::sha256_hex({})),
                     other);
       }},
      {"an algorithm that is not the key's",
       [](World& w, Signed& r) {
         r.header(header::kAlgorithm) = w.machine.key->algorithm() == Algorithm::mldsa65 ? "Ed25519" : "ML-DSA-65";
       }},
      {"an algorithm in other case", [](World&, Signed& r) { r.header(header::kAlgorithm) = "ed25519"; }, 401,
       "algorithm header"},
      {"no algorithm at all", [](World&, Signed& r) { r.header(header::kAlgorithm) = "none"; }, 401,
       "algorithm header"},
      {"the key's own algorithm",
       [](World& w, Signed& r) { r.header(header::kAlgorithm) = info(w.machine.key->algorithm()).name; }, 200, ""},
  };
}

std::vector<Case> request_cases() {
  return {
      {"another method", [](World&, Signed& r) { r.request.head.method = "POST"; }, 405, ""},
      {"method in other case", [](World&, Signed& r) { r.request.head.method = "get"; }, 405, ""},
      {"another target", [](World&, Signed& r) { r.request.head.target = "/v1/secrets"; }},
      {"trailing slash", [](World&, Signed& r) { r.request.head.target += '/'; }, 404, ""},
      {"path parameter", [](World&, Signed& r) { r.request.head.target += ";x"; }, 404, ""},
      {"path in other case", [](World&, Signed& r) { r.request.head.target[1] = 'V'; }, 404, ""},
      {"escaped letter", [](World&, Signed& r) { r.request.head.target = "/v1/secret%73"; }, 400, ""},
      {"escaped slash", [](World&, Signed& r) { r.request.head.target = "/v1/secret%2Fx"; }, 400, ""},
      {"escaped dots", [](World&, Signed& r) { r.request.head.target = "/v1/%2e%2e/secrets"; }, 400, ""},
      {"dots", [](World&, Signed& r) { r.request.head.target = "/v1/x/../secrets"; }, 400, ""},
      {"double slash", [](World&, Signed& r) { r.request.head.target = "//v1/secrets"; }, 400, ""},
      {"absolute form", [](World&, Signed& r) { r.request.head.target = "http://localhost/v1/secrets"; }, 400, ""},
      {"a query", [](World&, Signed& r) { r.request.head.target += "?version=1"; }, 400, ""},
      {"an empty query", [](World&, Signed& r) { r.request.head.target += "?"; }, 400, ""},
      {"a body that was not signed", [](World&, Signed& r) { r.request.body = SecretBytes::from_text("x"); }},
      {"an operator's id beside it", [](World& w, Signed& r) { r.header(header::kOperatorId) = w.vault.root.id; }, 401,
       "identity header"},
      {"an operator's id instead",
       [](World& w, Signed& r) {
         r.remove(header::kMachineId);
         r.header(header::kOperatorId) = w.vault.root.id;
       },
       401, "identity header"},
      {"an id in upper case",
       [](World&, Signed& r) {
         for (auto& c : r.header(header::kMachineId)) c = static_cast<char>(std::toupper(c));
       },
       401, "identity header"},
      {"an unknown id",
       [](World&, Signed& r) { r.header(header::kMachineId) = "00000000-0000-4000-8000-000000000000"; }, 401,
       "unknown machine"},
      {"upper-case body hash in the payload",
       [](World& w, Signed& r) {
         auto hash = crypto::sha256_hex({});
         for (auto& c : hash) c = static_cast<char>(std::toupper(c));
         w.sign_text(r, canonical_request("GET", w.path, r.header(header::kTimestamp), r.header(header::kNonce), hash),
                     w.machine);
       }},
      {"an empty body hash in the payload",
       [](World& w, Signed& r) {
         w.sign_text(r, "GET:" + w.path + ":" + r.header(header::kTimestamp) + ":" + r.header(header::kNonce) + ":",
                     w.machine);
       }},
      {"colons shifted between target, time and nonce",
       [](World& w, Signed& r) {
         // Signed for /v1/secret/x:1700000000; sent for another path with an attacker's time and nonce.
         const auto timestamp = r.header(header::kTimestamp), nonce = r.header(header::kNonce);
         w.sign_text(r, canonical_request("GET", w.path + ":1700000000", timestamp, nonce, crypto::sha256_hex({})),
                     w.machine);
         r.header(header::kTimestamp) = "1700000000";
         r.header(header::kNonce) = timestamp + ":" + nonce;
       },
       401, "nonce header"},
  };
}

class Authentication : public ::testing::TestWithParam<Algorithm> {};

TEST_P(Authentication, LetsInWhatWasSigned) {
  auto& w = world(GetParam());
  w.vault.clock.advance(std::chrono::hours(1));
  const auto answer = w.vault.send(w.machine, "GET", w.path);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.text, R"({"value":"correct horse"})");
  EXPECT_EQ(answer.header("X-Secret-Version"), "1");
}

TEST_P(Authentication, RefusesHeadersThatAreNotExactlyOneWellFormedEach) {
  for (const auto& c : header_cases()) expect_refused(world(GetParam()), c);
}
TEST_P(Authentication, RefusesTimestampsOutsideGrammarAndWindow) {
  for (const auto& c : timestamp_cases()) expect_refused(world(GetParam()), c);
}
TEST_P(Authentication, RefusesNoncesOutsideTheGrammar) {
  for (const auto& c : nonce_cases()) expect_refused(world(GetParam()), c);
}
TEST_P(Authentication, RefusesSignaturesThatAreNotTheKeys) {
  for (const auto& c : signature_cases()) expect_refused(world(GetParam()), c);
}
TEST_P(Authentication, RefusesAnotherRequestUnderTheSameSignature) {
  for (const auto& c : request_cases()) expect_refused(world(GetParam()), c);
}

TEST_P(Authentication, RefusesEveryFlippedBitOfASignature) {
  auto& w = world(GetParam());
  // ML-DSA signatures are long: every byte of a short one, a spread of a long one.
  const auto size = info(GetParam()).signature;
  for (std::size_t at = 0; at < size; at += size > 64 ? 97 : 1) {
    w.vault.clock.advance(std::chrono::hours(1));
    auto request = w.vault.sign(w.machine, "GET", w.path);
    auto bytes = *from_base64(request.header(header::kSignature));
    bytes[at] ^= static_cast<std::uint8_t>(1u << (at % 8));
    request.header(header::kSignature) = to_base64(bytes);
    EXPECT_EQ(w.vault.handle(request).status, 401) << "byte " << at;
  }
}

TEST_P(Authentication, RefusesEveryChangedByteOfTimeNonceAndTarget) {
  auto& w = world(GetParam());
  const auto request = w.vault.sign(w.machine, "GET", w.path);
  for (const auto name : {header::kTimestamp, header::kNonce}) {
    const auto length = Signed{Installation::copy(request.request)}.header(name).size();
    for (std::size_t at = 0; at < length; ++at) {
      w.vault.clock.advance(std::chrono::minutes(31));
      Signed changed{Installation::copy(w.vault.sign(w.machine, "GET", w.path).request)};
      auto& value = changed.header(name);
      value[at] = value[at] == '1' ? '2' : '1';
      EXPECT_EQ(w.vault.handle(changed).status, 401) << name << " byte " << at;
    }
  }
  for (std::size_t at = 11; at < w.path.size(); ++at) {
    w.vault.clock.advance(std::chrono::minutes(31));
    auto changed = w.vault.sign(w.machine, "GET", w.path);
    changed.request.head.target[at] = changed.request.head.target[at] == 'a' ? 'b' : 'a';
    const auto status = w.vault.handle(changed).status;
    EXPECT_TRUE(status == 401 || status == 404) << "target byte " << at << ": " << status;
  }
}

INSTANTIATE_TEST_SUITE_P(Algorithms, Authentication,
                         ::testing::Values(Algorithm::ed25519, Algorithm::mldsa65, Algorithm::ed25519_mldsa65),
                         [](const auto& each) {
                           std::string name(signet::info(each.param).name);
                           std::erase_if(name, [](char c) { return c == '-' || c == '+'; });
                           return name;
                         });

TEST(Authentication, AnswersUnknownAndWrongAlike) {
  auto& w = world(Algorithm::ed25519);
  w.vault.clock.advance(std::chrono::hours(1));
  auto unknown = w.vault.sign(w.machine, "GET", w.path);
  unknown.header(header::kMachineId) = "11111111-1111-4111-8111-111111111111";
  auto wrong = w.vault.sign(w.machine, "GET", w.path);
  wrong.header(header::kSignature)[3] ^= 1;
  const auto a = w.vault.handle(unknown), b = w.vault.handle(wrong);
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.text, b.text);
  EXPECT_EQ(a.headers.size(), b.headers.size());
}

TEST(Authentication, TellsAStaleTimestampOnlyToWhoSignedIt) {
  auto& w = world(Algorithm::ed25519);
  w.vault.clock.advance(std::chrono::hours(1));
  const auto late = w.vault.sign(w.machine, "GET", w.path);
  w.vault.clock.advance(std::chrono::seconds(301));
  EXPECT_EQ(w.vault.handle(late).header("X-Signet-Reason"), "stale-timestamp");
  auto forged = Signed{Installation::copy(late.request)};
  forged.header(header::kSignature)[3] ^= 1;
  EXPECT_EQ(w.vault.handle(forged).header("X-Signet-Reason"), "");
}

TEST(Authentication, HoldsOperatorsToThirtySeconds) {
  auto& w = world(Algorithm::ed25519);
  for (const auto& [offset, status] : std::map<int, int>{{-31, 401}, {-30, 200}, {30, 200}, {31, 401}}) {
    w.vault.clock.advance(std::chrono::hours(1));
    auto request = w.vault.sign(w.vault.root, "GET", w.vault.vault_path(""));
    w.vault.clock.advance(std::chrono::seconds(-offset));
    EXPECT_EQ(w.vault.handle(request).status, status) << offset;
  }
}

}  // namespace
}  // namespace signet::testing
