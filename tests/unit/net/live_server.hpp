// SPDX-License-Identifier: Apache-2.0
// A real server on loopback with a service that the test plays, and a small client that speaks raw bytes and never
// waits longer than a few seconds.
#pragma once

#include "net/server.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet::net {

/// Wall time stands still at a known moment; the other one moves when it is told to.
class ManualClock final : public Clock {
 public:
  static constexpr std::int64_t kNow = 1'795'241'649'000;  // Sat, 21 Nov 2026 06:14:09 GMT
  Instant now() const override { return from_millis(kNow); }
  std::chrono::milliseconds monotonic() const override { return std::chrono::milliseconds(time_); }
  void advance(std::chrono::milliseconds by) { time_ += by.count(); }

 private:
  std::atomic<std::int64_t> time_ = 1'000'000;
};

/// What the services of all threads do, and what they saw.
///   /echo      the answer tells the request back; bodies up to 64 KiB
///   /held      the same, once the gate is open
///   /patient   the same, and it says that it will take long
///   /small     the same; bodies up to 10 bytes
///   /no        admit() answers 404
///   /no-held   the same, once the gate is open
///   /big       an answer of 8 MiB
///   /pieces    "one", nothing, "two", "three" in pieces
///   /broken    "one" in pieces, then a failure; /broken-at-once fails first
///   /endless   as many pieces of 64 KiB as anybody wants
///   /split     an answer with a header that breaks its line
struct Play {
  std::atomic<bool> gate_open = false;
  std::atomic<int> admitted = 0;
  std::atomic<int> started = 0;
  std::atomic<int> pieces = 0;  // given out
  std::atomic<int> hurried = 0;
  std::atomic<int> stopped = 0;
  std::atomic<int> lost = 0;  // answers that could not be written
  std::atomic<std::size_t> services = 0;
  std::array<std::atomic<int>, 16> ticks = {};  // of each service
  std::mutex mutex;
  std::vector<std::string> logged;
};

struct Reply {
  int status = 0;  // 0: the connection ended without one
  std::string head;
  std::string body;
  [[nodiscard]] std::string header(std::string_view name) const;
};

/// A blocking connection.
class Client {
 public:
  Client();  // a socket, not connected yet
  explicit Client(std::uint16_t port, const std::string& from = "127.0.0.1", const std::string& to = "127.0.0.1");
  ~Client();
  Client(Client&& other) noexcept;
  Client& operator=(Client&&) = delete;

  [[nodiscard]] bool connect_to(std::uint16_t port, const std::string& from = "127.0.0.1",
                                const std::string& to = "127.0.0.1") const;
  [[nodiscard]] int handle() const { return socket_; }
  /// False: the server has gone.
  bool send(std::string_view bytes) const;
  void end_sending() const;
  /// Goes away at once; what the server still writes finds nobody.
  void reset();
  /// The next answer, by its Content-Length. `body_follows` is false for the answer to HEAD.
  [[nodiscard]] Reply reply(bool body_follows = true);
  /// All that comes until the end, or until nothing more does.
  [[nodiscard]] std::string rest();
  [[nodiscard]] bool was_reset() const { return broken_; }
  [[nodiscard]] Reply ask(std::string_view request) {
    send(request);
    return reply();
  }
  /// True: the server ended the stream properly and nothing more came before.
  [[nodiscard]] bool ended();
  /// Nothing has come and nothing ended.
  [[nodiscard]] bool silent() const;

 private:
  /// False: ended or broken.
  bool receive();

  int socket_ = -1;
  bool broken_ = false;
  std::string input_;
};

[[nodiscard]] std::string get(std::string_view target, std::string_view more_fields = "");
[[nodiscard]] std::string post(std::string_view target, std::string_view body, std::string_view more_fields = "");

class LiveServer : public testing::Test {
 protected:
  /// Two threads on 127.0.0.1, deadlines looked at every few milliseconds.
  LiveServer();
  ~LiveServer() override;

  void start();
  [[nodiscard]] Client client(const std::string& from = "127.0.0.1") const { return Client(server->port(), from); }
  /// Until each service was called a few more times: whatever was due by now has happened.
  void let_time_pass();
  /// Waits, a few seconds at most.
  [[nodiscard]] static bool eventually(const std::function<bool()>& condition);
  [[nodiscard]] bool was_logged(std::string_view part);

  Play play;
  ListenerOptions options;
  std::unique_ptr<Server> server;
};

/// With time in the hands of the test.
class LiveServerByHand : public LiveServer {
 protected:
  LiveServerByHand() { options.clock = &clock; }
  ~LiveServerByHand() override;
  ManualClock clock;
};

}  // namespace signet::net
