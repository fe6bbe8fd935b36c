// SPDX-License-Identifier: Apache-2.0
// The key directory over the socket: hybrid keys that are believed; key packages, fifty at once, and a server that is
// killed among them.
#include "live_vault.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/crypto/sealing.hpp"
#include "signet/schema/json.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace signet::testing {
namespace {

class KeyPackages : public LiveVault {
 protected:
  KeyPackages() {
    server.start();
    owner = make_machine("owner");
    taker = make_machine("taker");
  }
  void upload(int count) {
    auto client = open(owner);
    for (int i = 0; i < count; ++i) {
      const auto package = "package " + std::to_string(i);
      EXPECT_EQ(must(client.upload_key_package(as_bytes(package))).fingerprint, crypto::sha256_hex(as_bytes(package)));
    }
  }
  [[nodiscard]] std::string take(const std::string& body = "{}") const {
    return by_hand(taker).sign("POST", "/v1/machines/" + owner.machine_id + "/key-packages/take", body);
  }
  [[nodiscard]] static std::string package_in(const std::string& body) {
    const auto object = parse_json_object(as_bytes(body));
    const auto* package = object ? find_text(*object, "package") : nullptr;
    return package ? std::string(*package) : "";
  }
  [[nodiscard]] std::size_t recorded() const {
    return must(vault().audit({.actions = {"key_package_take"}}, {.limit = 200, .cursor = {}})).items.size();
  }

  client::Identity owner, taker;
};

TEST_F(KeyPackages, OfFiftyThreadsEachGetsAnotherOne) {
  upload(49);
  std::mutex mutex;
  std::multiset<std::string> taken;
  int none = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 50; ++i)
      threads.emplace_back([&] {
        const auto package = open(taker).take_key_package(owner.machine_id);
        const std::lock_guard lock(mutex);
        if (package && *package) taken.insert((*package)->fingerprint);
        if (package && !*package) ++none;
      });
  }
  EXPECT_EQ(taken.size(), 49U);
  EXPECT_EQ(std::set<std::string>(taken.begin(), taken.end()).size(), 49U) << "no package twice";
  EXPECT_EQ(none, 1);
  EXPECT_EQ(recorded(), 49U);
}

TEST_F(KeyPackages, AKilledServerHandsNoneOutTwice) {
  constexpr std::size_t kPackages = 50;
  upload(kPackages);
  std::mutex mutex;
  std::multiset<std::string> taken;
  std::atomic<int> answered = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&, line = connection()]() mutable {
        for (;;) {
          line.send(take());
          const auto answer = line.answer();
          const auto package = package_in(answer.body);
          if (answer.status != 200 || package.empty()) return;
          const std::lock_guard lock(mutex);
          taken.insert(package);
          ++answered;
        }
      });
    EXPECT_TRUE(eventually([&] { return answered > 5; }));
    server.kill();
  }
  server.start();
  const auto recorded_before = recorded();
  EXPECT_GE(recorded_before, taken.size()) << "no package left without its record";
  for (;;) {
    const auto package = package_in(ask(take()).body);
    if (package.empty()) break;
    taken.insert(package);
  }
  EXPECT_EQ(recorded(), kPackages) << "each of them was handed out, to an answer or into the void";
  EXPECT_EQ(std::set<std::string>(taken.begin(), taken.end()).size(), taken.size()) << "and none of them twice";
}

TEST_F(KeyPackages, ARepeatedRequestIdGetsItsPackageFromTheNextServerToo) {
  upload(2);
  const std::string body = R"({"requestId":"0123456789abcdef"})";
  const auto first = ask(take(body));
  EXPECT_NE(package_in(first.body), "");
  server.kill();
  server.start();
  EXPECT_EQ(ask(take(body)).body, first.body);
  EXPECT_EQ(must(open(owner).key_packages()).queued, 1U);
}

TEST_F(KeyPackages, StandBesideHybridKeysThatCarryTheirOwnersSignature) {
  const auto key = crypto::SealingPrivateKey::generate(crypto::system_random()).public_key().raw();
  const auto hybrid = make_machine("hybrid", Algorithm::ed25519_mldsa65);
  const auto published = must(open(hybrid).publish_hybrid_key(key, 3, true));
  for (const auto& fetched :
       {must(open(taker).hybrid_key(hybrid.machine_id)), must(vault().hybrid_key(hybrid.machine_id))}) {
    EXPECT_EQ(fetched.public_key, key);
    EXPECT_EQ(fetched.epoch, 3U);
    EXPECT_EQ(fetched.signer_fingerprint, published.signer_fingerprint);
    EXPECT_EQ(fetched.signer_fingerprint, must(vault().machine(hybrid.machine_id)).fingerprint);
  }
  EXPECT_EQ(error_of(open(taker).hybrid_key(owner.machine_id)), client::ErrorKind::not_found);
  EXPECT_EQ(error_of(open(hybrid).publish_hybrid_key(Bytes(key.rbegin(), key.rend()), 4, true)),
            client::ErrorKind::invalid_request);
}

TEST_F(KeyPackages, AMachineWithAHybridKeyReadsSealedByItself) {
  const auto reader = make_reader("one", Algorithm::ed25519_mldsa65);
  auto client = open(reader.identity);
  EXPECT_TRUE(must(client.renew_hybrid_key()).sealed_only);
  EXPECT_EQ(must(client.get(reader.secret)).value.expose_text(), "one");
  auto again = open(must(client::load_identity(reader.identity.folder.string() + "/")));
  EXPECT_EQ(must(again.get(reader.secret)).version, 1U) << "from what is on disk";
  EXPECT_EQ(must(again.export_secrets(client::ExportScope::everything())).at(0).value.expose_text(), "one");
  EXPECT_EQ(ask(by_hand(reader.identity).sign("GET", reader.target())).status, 403) << "and nothing in clear";
  EXPECT_EQ(must(client.renew_hybrid_key(false)).epoch, 2U);
  EXPECT_EQ(must(client.get(reader.secret)).value.expose_text(), "one");
  EXPECT_EQ(ask(by_hand(reader.identity).sign("GET", reader.target())).status, 200);
}

TEST_F(KeyPackages, ATakerWaitsForAnUpload) {
  auto waiting = connection();
  ASSERT_TRUE(waiting.send(take(R"({"wait":60})")));
  upload(1);
  EXPECT_NE(package_in(waiting.answer().body), "");
}

}  // namespace
}  // namespace signet::testing
