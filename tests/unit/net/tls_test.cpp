// SPDX-License-Identifier: Apache-2.0
#include "tls_peer.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace signet::net {
namespace {

const std::string kHttp11("\x08http/1.1");
const std::string kHttp2("\x02h2");

class Tls : public LiveServerByHand {
 protected:
  Tls() {
    options.tls = TlsFiles{(folder / "certificate.pem").string(), (folder / "key.pem").string()};
    put(make_certificate("first"));
  }
  ~Tls() override { std::filesystem::remove_all(folder); }
  void put(const Certificate& made) const {
    std::ofstream(options.tls->certificate) << made.certificate;
    std::ofstream(options.tls->key) << made.key;
  }
  std::string start_error() {
    try {
      start();
    } catch (const std::runtime_error& failure) {
      return failure.what();
    }
    return "it started";
  }

  std::filesystem::path folder = [] {
    auto path = (std::filesystem::temp_directory_path() / "signet-tls-XXXXXX").string();
    return std::filesystem::path(mkdtemp(path.data()));
  }();
};

TEST_F(Tls, ServesRequestsOverAHybridKeyExchange) {
  start();
  TlsClient connection(server->port());
  ASSERT_TRUE(connection.connected());
  EXPECT_EQ(connection.version(), "TLSv1.3");
  EXPECT_EQ(connection.group(), "X25519MLKEM768");
  EXPECT_NE(connection.ask(get("/echo"), "127.0.0.1 ").find("GET /echo 127.0.0.1 "), std::string::npos);
  EXPECT_NE(connection.ask(post("/echo", "abc"), "abc").find("POST /echo 127.0.0.1 abc"), std::string::npos);
  EXPECT_NE(connection.ask(get("/echo", "Connection: close\r\n"), "127.0.0.1 ").find("Connection: close"),
            std::string::npos);
  EXPECT_TRUE(connection.ended());
}

TEST_F(Tls, LargeAnswersArriveWhole) {
  start();
  TlsClient connection(server->port());
  const auto reply = connection.ask(get("/big", "Connection: close\r\n"), "never in it");
  EXPECT_GT(reply.size(), 8U * 1024 * 1024);
  EXPECT_TRUE(connection.ended());
}

TEST_F(Tls, ClassicalGroupsAreTakenToo) {
  start();
  const TlsClient x25519(server->port(), TlsOffer{.groups = "X25519"});
  EXPECT_TRUE(x25519.connected());
  EXPECT_EQ(x25519.group(), "x25519");
  EXPECT_TRUE(TlsClient(server->port(), TlsOffer{.groups = "P-256"}).connected());
  EXPECT_FALSE(TlsClient(server->port(), TlsOffer{.groups = "P-521"}).connected());
}

TEST_F(Tls, VersionsBefore12AreRefused) {
  start();
  EXPECT_TRUE(TlsClient(server->port(), TlsOffer{.version = TLS1_3_VERSION}).connected());
  EXPECT_TRUE(TlsClient(server->port(), TlsOffer{.version = TLS1_2_VERSION}).connected());
  EXPECT_FALSE(TlsClient(server->port(), TlsOffer{.version = TLS1_1_VERSION}).connected());
}

TEST_F(Tls, OnlyHttp11IsAgreedOn) {
  start();
  const TlsClient both(server->port(), TlsOffer{.protocols = kHttp2 + kHttp11});
  EXPECT_TRUE(both.connected());
  EXPECT_EQ(both.protocol(), "http/1.1");
  EXPECT_FALSE(TlsClient(server->port(), TlsOffer{.protocols = kHttp2}).connected());
}

TEST_F(Tls, ReloadChangesTheCertificateForNewConnections) {
  start();
  TlsClient open(server->port());
  EXPECT_EQ(open.server_name(), "first");
  put(make_certificate("second"));
  EXPECT_TRUE(server->reload_tls());
  EXPECT_EQ(TlsClient(server->port()).server_name(), "second");
  EXPECT_NE(open.ask(get("/echo"), "127.0.0.1 ").find("200 OK"), std::string::npos);
}

TEST_F(Tls, ReloadOfABrokenFileKeepsTheOldCertificateAndSaysWhy) {
  start();
  put({"rubbish", "rubbish"});
  const auto broken = server->reload_tls();
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().find(options.tls->certificate), std::string::npos);
  put({make_certificate("second").certificate, make_certificate("third").key});
  const auto mixed = server->reload_tls();
  ASSERT_FALSE(mixed);
  EXPECT_NE(mixed.error().find(options.tls->key), std::string::npos);
  EXPECT_EQ(TlsClient(server->port()).server_name(), "first");
}

TEST_F(Tls, DoesNotStartWithoutGoodFiles) {
  std::filesystem::remove(options.tls->key);
  EXPECT_NE(start_error().find(options.tls->key), std::string::npos);
  std::filesystem::remove(options.tls->certificate);
  EXPECT_NE(start_error().find(options.tls->certificate), std::string::npos);
}

TEST_F(Tls, HandshakeMustBeDoneWithinTenSeconds) {
  start();
  auto connection = client();
  connection.send("\x16");
  let_time_pass();
  clock.advance(std::chrono::milliseconds(9'999));
  let_time_pass();
  EXPECT_TRUE(connection.silent());
  clock.advance(std::chrono::milliseconds(1));
  EXPECT_TRUE(eventually([&] { return !connection.silent(); }));
}

TEST_F(Tls, SlowHeadIsAnsweredOverTls) {
  start();
  TlsClient connection(server->port());
  connection.send("GET /echo HTTP/1.1\r\n");
  let_time_pass();
  clock.advance(std::chrono::seconds(10));
  EXPECT_NE(connection.ask("", "too long").find("408 "), std::string::npos);
  EXPECT_TRUE(connection.ended());
}

TEST_F(Tls, PlainHttpIsNotSpoken) {
  start();
  auto connection = client();
  EXPECT_EQ(connection.ask(get("/echo")).status, 0);
  EXPECT_EQ(play.admitted, 0);
}

TEST_F(Tls, BeyondTheLimitConnectionsAreCutOffBeforeTheHandshake) {
  options.limits.connections = 1;
  start();
  TlsClient first(server->port());
  EXPECT_TRUE(first.connected());
  EXPECT_FALSE(TlsClient(server->port()).connected());
  EXPECT_NE(first.ask(get("/echo"), "127.0.0.1 ").find("200 OK"), std::string::npos);
}

TEST_F(Tls, StoppingSaysGoodbyeToIdleConnections) {
  start();
  TlsClient connection(server->port());
  EXPECT_NE(connection.ask(get("/echo"), "127.0.0.1 ").find("200 OK"), std::string::npos);
  let_time_pass();
  server->stop();
  EXPECT_TRUE(connection.ended());
}

}  // namespace
}  // namespace signet::net
