// SPDX-License-Identifier: Apache-2.0
// What a machine asks about key packages, and what it does not believe.
#include "fake_world.hpp"
#include "signet/client/client.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::client {
namespace {

const std::string kOne = crypto::sha256_hex(as_bytes("one"));

Client client_in(FakeWorld& world) { return {Identity{.machine_id = std::string(kMachine)}, world.as_machine()}; }

Json body_of(const FakeWorld& world, std::size_t request) {
  auto body = *parse_json_object(world.requests.at(request).body.expose());
  EXPECT_EQ(text_of(body["requestId"]).size(), 32U);
  body.erase("requestId");
  return body;
}

TEST(ClientKeyPackages, AreUploaded) {
  FakeWorld world;
  world.answer(200, R"({"fingerprint":")" + kOne + R"(","queued":4,"bytes":9})");
  const auto uploaded = client_in(world).upload_key_package(as_bytes("one"));
  ASSERT_TRUE(uploaded) << uploaded.error().message;
  EXPECT_EQ(uploaded->fingerprint, kOne);
  EXPECT_EQ(uploaded->queue.queued, 4U);
  EXPECT_EQ(uploaded->queue.bytes, 9U);
  EXPECT_EQ(world.requests.at(0).target, "/v1/key-packages");
  EXPECT_EQ(to_public_text(body_of(world, 0)), R"({"package":"b25l"})");
}

TEST(ClientKeyPackages, AreCounted) {
  FakeWorld world;
  world.answer(200, R"({"queued":4,"bytes":9})");
  const auto queue = client_in(world).key_packages();
  ASSERT_TRUE(queue) << queue.error().message;
  EXPECT_EQ(queue->queued, 4U);
  EXPECT_EQ(world.requests.at(0).method, "GET");
}

TEST(ClientKeyPackages, AreTaken) {
  FakeWorld world;
  world.answer(200, R"({"fingerprint":")" + kOne + R"(","package":"b25l"})");
  world.answer(200, R"({"fingerprint":null,"package":null})");
  auto client = client_in(world);
  const auto taken = client.take_key_package("m-1", std::chrono::seconds(90));
  ASSERT_TRUE(taken && *taken);
  EXPECT_EQ(as_text((*taken)->package), "one");
  EXPECT_EQ(world.requests.at(0).target, "/v1/machines/m-1/key-packages/take");
  EXPECT_EQ(to_public_text(body_of(world, 0)), R"({"wait":60})");
  EXPECT_EQ(world.requests.at(0).patience, std::chrono::seconds(60));
  const auto none = client.take_key_package("m-1");
  ASSERT_TRUE(none) << none.error().message;
  EXPECT_FALSE(*none);
  EXPECT_EQ(to_public_text(body_of(world, 1)), "{}");
}

TEST(ClientKeyPackages, AreNotBelievedWhenTheirFingerprintIsAnothers) {
  FakeWorld world;
  world.answer(200, R"({"fingerprint":")" + kOne + R"(","queued":1,"bytes":3})");
  world.answer(200, R"({"fingerprint":")" + kOne + R"(","package":"dHdv"})");
  world.answer(200, R"({"fingerprint":")" + kOne + R"(","package":"b25"})");
  auto client = client_in(world);
  EXPECT_EQ(client.upload_key_package(as_bytes("two")).error().kind, ErrorKind::server);
  EXPECT_EQ(client.take_key_package("m-1").error().kind, ErrorKind::server);
  EXPECT_EQ(client.take_key_package("m-1").error().kind, ErrorKind::server);
}

}  // namespace
}  // namespace signet::client
