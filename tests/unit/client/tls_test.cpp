// SPDX-License-Identifier: Apache-2.0
#include "beast_transport.hpp"
#include "canned_server.hpp"
#include "fake_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Tls : public testing::Test {
 protected:
  std::filesystem::path certificate(const char* name, const CertificateWish& wish = {}) {
    const auto file = folder_.path() / name;
    write_certificate(file, wish);
    return file;
  }
  static std::expected<WireResponse, WireFailure> ask(const CannedServer& server,
                                                      const std::filesystem::path& authority,
                                                      const std::string& host = "localhost",
                                                      std::chrono::milliseconds timeout = 15s) {
    const auto url = parse_api_url("https://" + host + ":" + std::to_string(server.port()));
    const auto transport = make_beast_transport(*url, {.ca_file = authority, .timeout = timeout});
    if (!transport)
      return std::unexpected(WireFailure{.kind = transport.error().kind, .message = transport.error().message});
    return (*transport)->send({.method = "GET", .target = "/"});
  }
  static void expect_distrust(const std::expected<WireResponse, WireFailure>& response, const char* why) {
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, ErrorKind::tls) << response.error().message;
    EXPECT_FALSE(response.error().sent);
    EXPECT_THAT(response.error().message, HasSubstr(why));
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(Tls, TrustsAServerThatProvesItsName) {
  const auto own = certificate("own.pem");
  CannedServer server({.connections = {{answer("{}"), answer("{}")}}, .certificate = own});
  const auto response = ask(server, own);
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body.expose_text(), "{}");
  EXPECT_THAT(server.names_asked_for(), ElementsAre("localhost"));
}

TEST_F(Tls, TrustsAnAddressThatIsProvenAndDoesNotAskForItAsAName) {
  const auto own = certificate("own.pem");
  CannedServer server({.connections = {{answer("{}")}}, .certificate = own});
  const auto response = ask(server, own, "127.0.0.1");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_THAT(server.names_asked_for(), IsEmpty());
}

TEST_F(Tls, DistrustsAnotherName) {
  const auto own = certificate("own.pem", {.subject_names = "DNS:other.example"});
  CannedServer server({.connections = {{answer("{}")}, {answer("{}")}}, .certificate = own});
  expect_distrust(ask(server, own), "could not prove that it is localhost");
  expect_distrust(ask(server, own, "127.0.0.1"), "could not prove that it is 127.0.0.1");
}

TEST_F(Tls, DistrustsAnAuthorityThatNobodyNamed) {
  const auto own = certificate("own.pem");
  const auto other = certificate("other.pem");
  CannedServer server({.connections = {{answer("{}")}}, .certificate = own});
  expect_distrust(ask(server, other), "--ca-file");
}

TEST_F(Tls, DistrustsWhatHasExpired) {
  const auto own = certificate("own.pem", {.valid_from = -7'200, .valid_to = -3'600});
  CannedServer server({.connections = {{answer("{}")}}, .certificate = own});
  expect_distrust(ask(server, own), "expired");
}

TEST_F(Tls, RefusesOldVersions) {
  const auto own = certificate("own.pem");
  CannedServer server({.connections = {{answer("{}")}}, .certificate = own, .old_tls = true});
  const auto response = ask(server, own);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::tls) << response.error().message;
}

TEST_F(Tls, DoesNotSpeakPlainHttpWhereTlsWasMeant) {
  CannedServer server({.connections = {{answer("{}")}}});
  const auto own = certificate("own.pem");
  EXPECT_FALSE(ask(server, own, "localhost", 50ms));
}

TEST_F(Tls, FindsItsAuthoritiesInTheEnvironment) {
  const auto own = certificate("own.pem");
  CannedServer server({.connections = {{answer("{}")}}, .certificate = own});
  const auto url = parse_api_url("https://localhost:" + std::to_string(server.port()));
  const auto transport = make_beast_transport(*url, {}, [&](const char* name) -> std::optional<std::string> {
    if (std::string_view(name) == "SSL_CERT_FILE") return own.string();
    return std::nullopt;
  });
  ASSERT_TRUE(transport);
  EXPECT_TRUE((*transport)->send({.method = "GET", .target = "/"}));
}

}  // namespace
}  // namespace signet::client
