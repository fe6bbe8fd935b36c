// SPDX-License-Identifier: Apache-2.0
// The whole server in this process: started, asked over a socket, stopped.
#include "app/serve.hpp"

#include "installed.hpp"
#include "store/store.hpp"
#include "unit/store/failing_disk.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <iostream>

namespace signet::app {
namespace {

using ::testing::HasSubstr;
using testing::Installed;
using ::testing::StartsWith;

std::string ask(std::uint16_t port, const std::string& target) {
  const int client = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    const auto request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    EXPECT_EQ(write(client, request.data(), request.size()), static_cast<ssize_t>(request.size()));
    char buffer[4'096];
    for (ssize_t got = 0; (got = read(client, buffer, sizeof buffer)) > 0;)
      answer.append(buffer, static_cast<std::size_t>(got));
  }
  close(client);
  return answer;
}

struct Serve : ::testing::Test {
  Installed installed;
  Config config;
  ServeOptions options;

  void SetUp() override {
    ASSERT_EQ(installed.init().code, ExitCode::done);
    Sources sources{.usual_file = "/nonexistent"};
    sources.flags = {{"data_dir", (installed.folder / "data").string(), ""},
                     {"root_key_file", (installed.folder / "root.key").string(), ""},
                     {"listen.addresses", "127.0.0.1", ""},
                     {"listen.port", "0", ""},
                     {"threads", "1", ""}};
    config = load_settings(sources)->config;
    options.port_file = installed.folder / "port";
    options.next_order = [] { return Order::stop; };
  }
  std::uint16_t port() const { return static_cast<std::uint16_t>(std::stoi(testing::content_of(*options.port_file))); }
  std::string log;
  ExitCode run() {
    ::testing::internal::CaptureStderr();
    const auto code = serve(config, options);
    log = ::testing::internal::GetCapturedStderr();
    return code;
  }
};

TEST_F(Serve, ListensWritesThePortAnswersAndStops) {
  std::string health, ready, version, port_text;
  options.next_order = [&] {
    port_text = std::to_string(port());
    health = ask(port(), "/healthz");
    ready = ask(port(), "/readyz");
    version = ask(port(), "/version");
    return Order::stop;
  };
  EXPECT_EQ(run(), ExitCode::done) << log;
  EXPECT_THAT(health, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(ready, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(version, HasSubstr("inst_"));
  EXPECT_THAT(log, HasSubstr("listening on http://localhost:" + port_text + "\n"));
  EXPECT_FALSE(std::filesystem::exists(*options.port_file));
}

TEST_F(Serve, ReloadsAndGoesOn) {
  int orders = 0;
  options.next_order = [&] { return ++orders < 3 ? Order::reload : Order::stop; };
  EXPECT_EQ(run(), ExitCode::done) << log;
  EXPECT_EQ(orders, 3);
}

TEST_F(Serve, GivesTheDatabaseBackWhenItStops) {
  EXPECT_EQ(run(), ExitCode::done) << log;
  EXPECT_EQ(run(), ExitCode::done) << log;
  EXPECT_NO_THROW(static_cast<void>(store::open_sqlite(config.database())));
}

TEST_F(Serve, ASecondServerOnTheSameDataEndsWithTwo) {
  const auto store = store::open_sqlite(config.database());
  installed.folder.write("port", "1\n");
  EXPECT_EQ(run(), ExitCode::data);
  EXPECT_THAT(log, HasSubstr("in use"));
  EXPECT_EQ(port(), 1) << "the first server's file was taken away";
}

TEST_F(Serve, AnotherInstallationsKeyFileEndsWithTwoAndNamesTheRootKey) {
  const Installed other;
  ASSERT_EQ(other.init().code, ExitCode::done);
  config.root_key_file = other.folder / "root.key";
  EXPECT_EQ(run(), ExitCode::data);
  EXPECT_THAT(log, HasSubstr("is not the key of this data folder (its root key id is "));
}

TEST_F(Serve, AKeyFileThatIsMissingOrOpenToOthersEndsWithTwo) {
  std::filesystem::permissions(config.root_key_file, std::filesystem::perms(0644));
  EXPECT_EQ(run(), ExitCode::data);
  EXPECT_THAT(log, HasSubstr(config.root_key_file.string()));
  std::filesystem::remove(config.root_key_file);
  EXPECT_EQ(run(), ExitCode::data);
  EXPECT_THAT(log, HasSubstr(config.root_key_file.string()));
}

TEST_F(Serve, APortThatIsTakenEndsWithFour) {
  const int taken = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(taken, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(taken, 1), 0);
  ASSERT_EQ(getsockname(taken, reinterpret_cast<sockaddr*>(&address), &size), 0);
  config.port = ntohs(address.sin_port);
  EXPECT_EQ(run(), ExitCode::machine);
  EXPECT_THAT(log, HasSubstr("127.0.0.1"));
  close(taken);
}

TEST_F(Serve, CertificateFilesThatAreNoneEndItWithASentence) {
  config.tls = TlsMode::on;
  config.certificate = installed.folder.write("certificate.pem", "x");
  config.private_key = installed.folder.write("key.pem", "x");
  EXPECT_EQ(run(), ExitCode::machine);
  EXPECT_THAT(log, HasSubstr("certificate.pem"));
}

TEST_F(Serve, APortFileThatCannotBeWrittenEndsIt) {
  options.port_file = installed.folder / "nowhere/port";
  EXPECT_EQ(run(), ExitCode::usage);
  EXPECT_THAT(log, HasSubstr("--port-file"));
}

using ServeDeathTest = Serve;

TEST_F(ServeDeathTest, WhenNobodyKnowsWhetherACommitHappenedItSaysSoAndEndsWithThree) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const store::FailingDisk disk;
  options.next_order = [&]() -> Order {
    store::FailingDisk::failures_left = -1;
    store::FailingDisk::log_sync = SQLITE_IOERR_FSYNC;
    std::cerr << ask(port(), "/v1/secrets") << std::endl;  // not authenticated, which has to be recorded
    for (;;) pause();
  };
  EXPECT_EXIT(static_cast<void>(serve(config, options)), ::testing::ExitedWithCode(3),
              "may or may not be on disk(.|\n)*HTTP/1.1 503 (.|\n)*X-Signet-Outcome: unknown|"
              "HTTP/1.1 503 (.|\n)*X-Signet-Outcome: unknown(.|\n)*may or may not be on disk");
}

TEST_F(Serve, LogsJsonWhenTold) {
  config.log.json = true;
  EXPECT_EQ(run(), ExitCode::done);
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) EXPECT_THAT(line, StartsWith("{\"at\":\""));
}

}  // namespace
}  // namespace signet::app
