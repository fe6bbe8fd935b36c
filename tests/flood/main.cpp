// SPDX-License-Identifier: Apache-2.0
// flood PORT SECONDS RATE ALGORITHM HONEST HONEST_RATE: sends forged, well-formed requests at RATE from ever new
// addresses, three from each, and honest ones, which lie signed in the file HONEST, at theirs. Says how both fared, as
// JSON.
#include "connection.hpp"

#include "signet/crypto/keys.hpp"
#include "signet/crypto/random.hpp"
#include "signet/schema/encoding.hpp"

#include <netinet/in.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace signet::flood {
namespace {

constexpr int kFromEachAddress = 3;  // then it is locked out
constexpr std::size_t kForgers = 400, kHonest = 8;
constexpr std::uint32_t kFirstAddress = 0x7f020001;  // 127.2.0.1

/// The signature is a real one of the algorithm, of something else: to see that takes the whole verification.
class Forger {
 public:
  explicit Forger(Algorithm algorithm)
      : signature_(to_base64(crypto::PrivateKey::generate(algorithm).sign(as_bytes("something else")))) {}

  std::string request() {
    std::array<std::uint8_t, 32> dice{};
    crypto::system_random().fill(dice);
    const auto hex = to_hex(ByteView(dice).first(16));
    const auto id = hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-4" + hex.substr(13, 3) + "-8" + hex.substr(17, 3) +
                    "-" + hex.substr(20, 12);
    return "GET /v1/secrets HTTP/1.1\r\nHost: localhost\r\nX-Machine-Id: " + id +
           "\r\nX-Timestamp: " + std::to_string(std::time(nullptr)) +
           "\r\nX-Nonce: " + to_base64(ByteView(dice).last(16)) + "\r\nX-Signature: " + signature_ + "\r\n\r\n";
  }

 private:
  std::string signature_;
};

/// Some connections, requests that leave at even gaps, and what became of them.
class Senders {
 public:
  Senders(std::uint16_t port, std::size_t count, double rate, std::function<std::optional<std::string>()> next)
      : rate_(rate), next_(std::move(next)) {
    for (std::size_t i = 0; i < count; ++i) all_.push_back(std::make_unique<Connection>(port));
    for (const auto& connection : all_) free_.push_back(connection.get());
  }
  std::function<std::uint32_t()> address = [] { return std::uint32_t{INADDR_LOOPBACK}; };
  int most_requests = 0;  // on a connection; 0: any number

  void send_due(Clock::time_point begin, Clock::time_point now, int epoll) {
    while (rate_ > 0 && !free_.empty()) {
      const std::chrono::duration<double> after(static_cast<double>(sent) / rate_);
      const auto due = begin + std::chrono::duration_cast<Clock::duration>(after);
      if (due > now) return;
      auto* connection = free_.front();
      if (most_requests != 0 && connection->requests >= most_requests) connection->close();
      if (!connection->is_open()) {
        if (!connection->open(address())) return;
        epoll_event wanted{.events = EPOLLIN, .data = {.ptr = connection}};
        epoll_ctl(epoll, EPOLL_CTL_ADD, connection->socket(), &wanted);
      }
      const auto request = next_();
      if (!request) return;
      free_.pop_front();
      ++sent;
      if (!connection->send(*request, due)) done(*connection, 0);
    }
  }
  [[nodiscard]] bool owns(const Connection* connection) const {
    return std::ranges::find(all_, connection, &std::unique_ptr<Connection>::get) != all_.end();
  }
  void done(Connection& connection, int status) {
    ++statuses[status];
    took_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - connection.meant_for()).count());
    if (status == 0) connection.close();
    free_.push_back(&connection);
  }
  [[nodiscard]] bool waits() const { return free_.size() < all_.size(); }

  std::string json() {
    std::ranges::sort(took_ms);
    const auto percentile = [&](double p) {
      if (took_ms.empty()) return 0.0;
      return took_ms[static_cast<std::size_t>(std::ceil(p * static_cast<double>(took_ms.size()))) - 1];
    };
    std::ostringstream out;
    out << "{\"sent\": " << sent << ", \"p50_ms\": " << percentile(0.5) << ", \"p99_ms\": " << percentile(0.99)
        << ", \"max_ms\": " << percentile(1) << ", \"statuses\": {";
    std::string_view comma;
    for (const auto& [status, count] : statuses) out << std::exchange(comma, ", ") << '"' << status << "\": " << count;
    out << "}}";
    return out.str();
  }

  std::size_t sent = 0;
  std::map<int, std::size_t> statuses;  // 0: none
  std::vector<double> took_ms;

 private:
  const double rate_;
  const std::function<std::optional<std::string>()> next_;
  std::vector<std::unique_ptr<Connection>> all_;
  std::deque<Connection*> free_;
};

/// Requests that end with an empty line each.
std::deque<std::string> read_requests(const char* file) {
  std::ifstream in(file);
  std::deque<std::string> all;
  std::string request;
  for (std::string line; std::getline(in, line);) {
    request += line + "\n";
    if (line == "\r") all.push_back(std::exchange(request, {}));
  }
  return all;
}

int run(char** arguments) {
  const auto port = static_cast<std::uint16_t>(std::atoi(arguments[0]));
  const auto time = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(std::atof(arguments[1])));
  Forger forger(parse_algorithm(arguments[3]).value());
  auto signed_requests = read_requests(arguments[4]);
  Senders forged(port, kForgers, std::atof(arguments[2]), [&] { return forger.request(); });
  forged.address = [next = kFirstAddress]() mutable { return next++; };
  forged.most_requests = kFromEachAddress;
  Senders honest(port, kHonest, std::atof(arguments[5]), [&]() -> std::optional<std::string> {
    if (signed_requests.empty()) return std::nullopt;
    auto request = std::move(signed_requests.front());
    signed_requests.pop_front();
    return request;
  });

  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  const auto begin = Clock::now(), end = begin + time, patience = end + std::chrono::seconds(10);
  for (auto now = begin; now < end || ((forged.waits() || honest.waits()) && now < patience); now = Clock::now()) {
    if (now < end) {
      honest.send_due(begin, now, epoll);
      forged.send_due(begin, now, epoll);
    }
    std::array<epoll_event, 64> ready;
    const int count = epoll_wait(epoll, ready.data(), ready.size(), 1);
    for (int i = 0; i < count; ++i) {
      auto* connection = static_cast<Connection*>(ready[static_cast<std::size_t>(i)].data.ptr);
      auto& owner = honest.owns(connection) ? honest : forged;
      if (const auto status = connection->receive()) owner.done(*connection, *status);
    }
  }
  std::cout << "{\"honest\": " << honest.json() << ", \"forged\": " << forged.json() << "}\n";
  return 0;
}

}  // namespace
}  // namespace signet::flood

int main(int argc, char** argv) try {
  if (argc != 7) {
    std::cerr << "usage: flood PORT SECONDS RATE ALGORITHM HONEST HONEST_RATE\n";
    return 1;
  }
  return signet::flood::run(argv + 1);
} catch (const std::exception& error) {
  std::cerr << "flood: " << error.what() << '\n';
  return 1;
}
