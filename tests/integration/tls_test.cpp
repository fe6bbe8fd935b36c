// SPDX-License-Identifier: Apache-2.0
// TLS between the real server and libsignet: who is trusted, and how a certificate is renewed without a stop.
#include "certificate.hpp"
#include "live_vault.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <signal.h>

#include <fstream>

namespace signet::testing {
namespace {

using client::ErrorKind;
using ::testing::HasSubstr;

class OverTls : public LiveVault {
 protected:
  /// The server reads copies, which a test can replace.
  void use(const Certificate& certificate) const {
    using std::filesystem::copy_options;
    std::filesystem::copy_file(certificate.certificate, served.certificate, copy_options::overwrite_existing);
    std::filesystem::copy_file(certificate.key, served.key, copy_options::overwrite_existing);
  }
  void start_with(const Certificate& certificate) {
    use(certificate);
    authority = certificate.certificate;
    server.flags = {"--tls-mode",       "on", "--tls-certificate", served.certificate.string(), "--tls-private-key",
                    served.key.string()};
    server.start();
  }
  [[nodiscard]] client::Result<client::Myself> ask_trusting(const std::filesystem::path& whom,
                                                            const std::string& host = "localhost") const {
    auto identity = admin().identity();
    identity.api_url = "https://" + host + ":" + std::to_string(server.port());
    return must(client::AdminClient::open(identity, {.ca_file = whom})).myself();
  }

  Certificate served{server.folder / "served.crt", server.folder / "served.key"};
};

TEST_F(OverTls, AMachineEnrolsAndReadsFromAServerThatProvesItsName) {
  start_with(make_certificate(server.folder, "first"));
  const auto reader = make_reader("value", kDefaultAlgorithm);
  EXPECT_EQ(must(open(reader.identity).get(reader.secret)).value.expose_text(), "value");
  EXPECT_EQ(server.stop().code, 0);
}

TEST_F(OverTls, AnotherNameOrAnUnknownAuthorityIsNotTrusted) {
  const auto stranger = make_certificate(server.folder, "stranger");
  start_with(make_certificate(server.folder, "first", "DNS:localhost,DNS:vault.example"));
  EXPECT_TRUE(ask_trusting(authority));
  EXPECT_EQ(error_of(ask_trusting(authority, "127.0.0.1")), ErrorKind::tls) << "the address is not in it";
  EXPECT_EQ(error_of(ask_trusting(stranger.certificate)), ErrorKind::tls);
  EXPECT_EQ(error_of(ask_trusting({})), ErrorKind::tls) << "the system's authorities do not know it";
}

TEST_F(OverTls, PlainHttpIsNotSpoken) {
  start_with(make_certificate(server.folder, "first"));
  EXPECT_EQ(ask(http("GET", "/healthz")).status, 0);
}

TEST_F(OverTls, AReloadIsForNewConnectionsAndOpenOnesGoOn) {
  const auto first = make_certificate(server.folder, "first");
  const auto second = make_certificate(server.folder, "second");
  start_with(first);
  auto kept = admin();
  must(kept.myself());

  use(second);
  server.signal(SIGHUP);
  ASSERT_TRUE(eventually([&] { return server.log().contains("certificate files read again"); }));
  EXPECT_TRUE(kept.myself()) << "over the connection that is open: a new one would not be trusted";
  EXPECT_EQ(error_of(ask_trusting(first.certificate)), ErrorKind::tls);
  EXPECT_TRUE(ask_trusting(second.certificate));
}

TEST_F(OverTls, AReloadOfABrokenFileKeepsTheOldCertificateAndSaysWhy) {
  start_with(make_certificate(server.folder, "first"));
  std::ofstream(served.certificate) << "nothing";
  server.signal(SIGHUP);
  ASSERT_TRUE(eventually([&] { return server.log().contains("the old certificate stays: "); }));
  EXPECT_THAT(server.log(), HasSubstr(served.certificate.string()));
  EXPECT_TRUE(ask_trusting(authority));
}

TEST_F(OverTls, ListensOnEveryAddressOnlyWithACertificateOrAProxy) {
  const auto refused = [&](const std::vector<std::string>& flags, std::string_view sentence) {
    std::vector<std::string> arguments{"serve", "--port", "0"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const auto ended = server.command(arguments);
    EXPECT_EQ(ended.code, 1) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(sentence));
    EXPECT_EQ(std::ranges::count(ended.err, '\n'), 1) << ended.err;
  };
  refused({"--listen", "0.0.0.0"}, "without TLS the server listens on loopback only");
  refused({"--listen", "127.0.0.1,::"}, "without TLS the server listens on loopback only");
  refused({"--tls-mode", "in-front", "--listen", "0.0.0.0"}, "needs trusted_proxies");
  refused({"--tls-mode", "on", "--tls-private-key", server.root_key.string()}, "needs tls.certificate");
}

TEST_F(OverTls, BehindAProxyTheClientsAddressIsTheOneThatTheProxySaw) {
  server.flags = {"--tls-mode", "in-front", "--set", "trusted_proxies=127.0.0.1"};
  server.start();
  const auto guess = [](const std::string& fields) {
    return http("GET", "/v1/secrets", "X-Signature: AAAA\r\n" + fields);
  };
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask(guess("X-Forwarded-For: 192.0.2.7\r\n")).status, 401);
  EXPECT_EQ(ask(guess("X-Forwarded-For: 192.0.2.7\r\n")).status, 429);
  EXPECT_EQ(ask(guess("X-Forwarded-For: 192.0.2.7, 192.0.2.8\r\n")).status, 401)
      << "what a client puts in front is not believed";
  EXPECT_EQ(ask(guess("X-Forwarded-For: 192.0.2.7\r\n"), "127.0.0.2").status, 401) << "nor what a stranger says";
  EXPECT_EQ(must(admin().lockouts()).items.size(), 3U);
}

}  // namespace
}  // namespace signet::testing
