// SPDX-License-Identifier: Apache-2.0
// What is in the memory of a running server, and who may look: values are wiped once their answer is written.
#include "certificate.hpp"
#include "live_vault.hpp"
#include "signet/crypto/random.hpp"
#include "signet/schema/encoding.hpp"
#include "support/process_memory.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace signet::testing {
namespace {

std::string make_canary() {
  Bytes random(24);
  crypto::system_random().fill(random);
  return "canary-" + to_hex(random);
}

std::string content_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class Memory : public LiveVault {
 protected:
  [[nodiscard]] std::size_t count(std::string_view what) const {
    return count_in_memory(server.process(), what);
  }
  /// Held back by the kernel from everybody but root.
  [[nodiscard]] bool may_look() const { return may_look_into(server.process()); }

  void writes_and_reads_leave_nothing() {
    const auto value = make_canary();
    const auto second = make_canary();
    const auto reader = make_reader(value);
    auto machine = open(reader.identity);
    ASSERT_EQ(must(machine.get(reader.secret)).value.expose_text(), value);
    static_cast<void>(must(vault().put_version(reader.secret, SecretBytes::from_text(second))));
    ASSERT_EQ(must(machine.get(reader.secret)).value.expose_text(), second);
    const auto token = must(vault().create_token());
    EXPECT_EQ(count(value), 0U);
    EXPECT_EQ(count(second), 0U);
    EXPECT_EQ(count(token.token.expose_text()), 0U);
    EXPECT_EQ(count(to_base64(as_bytes(value))), 0U);
    EXPECT_GT(count(reader.secret), 0U) << "this is the memory";
  }
};

/// Linux, capabilities(7): whether this user may trace what is not its own.
bool may_trace_anybody() {
  constexpr unsigned kSysPtrace = 19;
  return (std::stoull(status_of(getpid(), "CapEff"), nullptr, 16) >> kSysPtrace & 1) != 0;
}

// Under these sanitizers mlock(2) does nothing.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kLocks = false;
#else
constexpr bool kLocks = true;
#endif

// To look through all memory takes minutes under the first.
#ifdef __SANITIZE_ADDRESS__
#define SKIP_WITH_A_SHADOW GTEST_SKIP() << "with AddressSanitizer there is too much memory to be looked through"
#else
#define SKIP_WITH_A_SHADOW static_cast<void>(0)
#endif

TEST_F(Memory, IsNobodyElsesAndNeverOnDisk) {
  server.start();
  EXPECT_EQ(may_look(), may_trace_anybody()) << "a process of the same user cannot look";
  EXPECT_EQ(status_of(server.process(), "NoNewPrivs"), "1");
  EXPECT_EQ(status_of(server.process(), "VmLck") != "0 kB", kLocks) << "the root key can be swapped out";
  std::ifstream limits("/proc/" + std::to_string(server.process()) + "/limits");
  const std::string all{std::istreambuf_iterator<char>(limits), {}};
  const auto core = all.find("Max core file size");
  ASSERT_NE(core, std::string::npos);
  EXPECT_EQ(all.substr(core + 26, 22), "0                    0") << all;
}

TEST_F(Memory, HoldsAValueOnlyWhileItIsOnItsWay) {
  SKIP_WITH_A_SHADOW;
  server.start();
  if (!may_look()) GTEST_SKIP() << "only root can look into the memory of signetd";
  const auto canary = make_canary();
  const auto reader = make_reader("other");
  const auto body = "{\"value\":\"" + canary + "\"}";
  const auto request = by_hand().sign("POST", in_vault("/secrets/" + reader.secret + "/versions"), body);
  auto slow = connection();
  ASSERT_TRUE(slow.send(request.substr(0, request.size() - 2)));
  EXPECT_TRUE(eventually([&] { return count(canary) > 0; })) << "the scan finds what is there";
  ASSERT_TRUE(slow.send(request.substr(request.size() - 2)));
  EXPECT_LT(slow.answer().status, 300);
  EXPECT_EQ(count(canary), 0U);

  // Of a client that goes away in the middle too.
  const auto lost = make_canary();
  {
    auto gone = connection();
    const auto whole =
        by_hand().sign("POST", in_vault("/secrets/" + reader.secret + "/versions"), "{\"value\":\"" + lost + "\"}");
    ASSERT_TRUE(gone.send(whole.substr(0, whole.size() - 2)));
    EXPECT_TRUE(eventually([&] { return count(lost) > 0; }));
  }
  EXPECT_TRUE(eventually([&] { return count(lost) == 0; }));
}

TEST_F(Memory, LeavesNoValueBehind) {
  SKIP_WITH_A_SHADOW;
  server.start();
  if (!may_look()) GTEST_SKIP() << "only root can look into the memory of signetd";
  writes_and_reads_leave_nothing();
  EXPECT_EQ(count(content_of(server.root_key).substr(24, 44)), 0U) << "the text of the root key file";
}

TEST_F(Memory, LeavesNoValueBehindOverTls) {
  SKIP_WITH_A_SHADOW;
  const auto certificate = make_certificate(server.folder, "first");
  authority = certificate.certificate;
  server.flags = {"--tls-mode",        "on",
                  "--tls-certificate", certificate.certificate.string(),
                  "--tls-private-key", certificate.key.string()};
  server.start();
  if (!may_look()) GTEST_SKIP() << "only root can look into the memory of signetd";
  writes_and_reads_leave_nothing();
}

}  // namespace
}  // namespace signet::testing
