// SPDX-License-Identifier: Apache-2.0
#include "live_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <future>
#include <thread>
#include <utility>

namespace signet::net {
namespace {

constexpr int kPatience = 5'000;  // milliseconds

struct NoReader final : store::Reader {
  std::unique_ptr<store::Snapshot> snapshot() override { return nullptr; }
};

std::optional<SecretBytes> text(std::string_view bytes) { return SecretBytes::from_text(bytes); }

api::Pieces pieces_of(std::string_view target, Play& play) {
  if (target == "/endless") {
    return [&play](store::Reader&) {
      ++play.pieces;
      return text(std::string(64 * 1024, 'x'));
    };
  }
  return [target = std::string(target), at = 0](store::Reader&) mutable -> std::optional<SecretBytes> {
    ++at;
    if (target == "/broken-at-once" || (target == "/broken" && at == 2)) throw std::runtime_error("no more of it");
    if (at == 1) return text("one");
    if (at == 2) return text("");
    if (at == 3) return text("two");
    if (at == 4) return text("three");
    return std::nullopt;
  };
}

class PlayedService final : public Service {
 public:
  PlayedService(Play& play, Wake wake) : play_(play), ticks_(play.ticks.at(play.services++)), wake_(std::move(wake)) {}

  std::optional<std::size_t> admit(const api::RequestHead& head, std::optional<std::uint64_t> length,
                                   Answer answer) override {
    ++play_.admitted;
    if (head.target == "/no") {
      answer(api::error_response(404, "no"));
      return std::nullopt;
    }
    if (head.target == "/no-held") {
      held_.emplace_back(api::error_response(404, "no"), std::move(answer));
      return std::nullopt;
    }
    const std::size_t limit = head.target == "/small" ? 10 : 64 * 1024;
    if (length.value_or(0) <= limit) return limit;
    answer(api::error_response(413, "too large"));
    return std::nullopt;
  }

  void start(api::Request request, Answer answer) override {
    ++play_.started;
    api::Response response;
    if (request.head.target == "/big") {
      response.body.resize(8 * 1024 * 1024);
    } else {
      response.body = SecretBytes::from_text(fmt::format("{} {} {} {}", request.head.method, request.head.target,
                                                         request.head.address.to_string(), request.body.expose_text()));
    }
    const auto& target = request.head.target;
    if (target == "/pieces" || target == "/endless" || target.starts_with("/broken"))
      response.pieces = pieces_of(target, play_);
    if (request.head.target == "/split") response.headers.push_back({"A", "b\r\nC: d"});
    response.if_lost = [](store::Transaction&) {};
    if (request.head.target == "/patient") answer.hold([this] { ++play_.hurried; });
    if (request.head.target == "/held" || request.head.target == "/patient") {
      held_.emplace_back(std::move(response), std::move(answer));
    } else {
      later_.emplace_back(std::move(response), std::move(answer));
      wake_();
    }
  }

  void next(api::Pieces pieces, PieceTaker taker) override {
    asked_.emplace_back(std::move(pieces), std::move(taker));
    wake_();
  }

  void turn() override {
    for (auto& [pieces, taker] : std::exchange(asked_, {})) {
      NoReader reader;
      try {
        auto bytes = pieces(reader);
        taker({std::move(pieces), std::move(bytes)});
      } catch (const std::runtime_error&) {
        taker({{}, std::nullopt, true});
      }
    }
    for (auto& [response, answer] : std::exchange(later_, {})) answer(std::move(response));
  }

  void tick() override {
    ++ticks_;
    if (!play_.gate_open) return;
    for (auto& [response, answer] : std::exchange(held_, {})) answer(std::move(response));
  }
  void lost(api::Regret regret) override {
    if (regret) ++play_.lost;
  }
  void stop() override { ++play_.stopped; }

 private:
  using Owed = std::pair<api::Response, Answer>;
  Play& play_;
  std::atomic<int>& ticks_;
  Wake wake_;
  std::vector<Owed> later_;
  std::vector<Owed> held_;
  std::vector<std::pair<api::Pieces, PieceTaker>> asked_;
};

sockaddr_in ipv4(const std::string& address, std::uint16_t port) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_port = htons(port);
  inet_pton(AF_INET, address.c_str(), &result.sin_addr);
  return result;
}

bool readable(int socket, int milliseconds) {
  pollfd wanted{socket, POLLIN, 0};
  return poll(&wanted, 1, milliseconds) > 0;
}

}  // namespace

std::string Reply::header(std::string_view name) const {
  for (std::size_t at = head.find("\r\n"); at + 2 < head.size(); at = head.find("\r\n", at + 2)) {
    const auto line = std::string_view(head).substr(at + 2, head.find("\r\n", at + 2) - at - 2);
    const auto colon = line.find(':');
    if (colon == name.size() && strncasecmp(line.data(), name.data(), colon) == 0)
      return std::string(line.substr(colon + 2));
  }
  return "(none)";
}

Client::Client() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}

Client::Client(std::uint16_t port, const std::string& from, const std::string& to) : Client() {
  EXPECT_TRUE(connect_to(port, from, to));
}

bool Client::connect_to(std::uint16_t port, const std::string& from, const std::string& to) const {
  const auto mine = ipv4(from, 0);
  const auto theirs = ipv4(to, port);
  return bind(socket_, reinterpret_cast<const sockaddr*>(&mine), sizeof mine) == 0 &&
         connect(socket_, reinterpret_cast<const sockaddr*>(&theirs), sizeof theirs) == 0;
}

Client::~Client() {
  if (socket_ >= 0) close(socket_);
}

Client::Client(Client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), broken_(other.broken_), input_(std::move(other.input_)) {}

bool Client::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void Client::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(std::exchange(socket_, -1));
}

void Client::end_sending() const { shutdown(socket_, SHUT_WR); }

bool Client::receive() {
  std::array<char, 65536> bytes{};
  const auto count = readable(socket_, kPatience) ? recv(socket_, bytes.data(), bytes.size(), 0) : -1;
  if (count < 0) broken_ = true;
  if (count > 0) input_.append(bytes.data(), static_cast<std::size_t>(count));
  return count > 0;
}

Reply Client::reply(bool body_follows) {
  Reply reply;
  std::size_t end = 0;
  while ((end = input_.find("\r\n\r\n")) == std::string::npos)
    if (!receive()) return reply;
  reply.head = input_.substr(0, end + 2);
  input_.erase(0, end + 4);
  const auto status = std::stoi(reply.head.substr(9, 3));
  const auto length = reply.header("Content-Length");
  const std::size_t size = body_follows && length != "(none)" ? std::stoul(length) : 0;
  while (input_.size() < size)
    if (!receive()) return reply;
  reply.body = input_.substr(0, size);
  input_.erase(0, size);
  reply.status = status;
  return reply;
}

std::string Client::rest() {
  while (receive()) {
  }
  return std::exchange(input_, {});
}

bool Client::ended() { return input_.empty() && !receive() && !broken_; }

bool Client::silent() const { return input_.empty() && !readable(socket_, 0); }

std::string get(std::string_view target, std::string_view more_fields) {
  return fmt::format("GET {} HTTP/1.1\r\nHost: h\r\n{}\r\n", target, more_fields);
}

std::string post(std::string_view target, std::string_view body, std::string_view more_fields) {
  return fmt::format("POST {} HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n{}\r\n{}", target, body.size(), more_fields,
                     body);
}

LiveServer::LiveServer() {
  options.addresses = {"127.0.0.1"};
  options.threads = 2;
  options.limits.sweep = std::chrono::milliseconds(5);
  options.log = [this](std::string_view line) {
    const std::lock_guard lock(play.mutex);
    play.logged.emplace_back(line);
  };
}

LiveServer::~LiveServer() = default;

void LiveServer::start() {
  server = std::make_unique<Server>(options, [this](Wake wake) -> std::unique_ptr<Service> {
    return std::make_unique<PlayedService>(play, std::move(wake));
  });
  server->start();
}

void LiveServer::let_time_pass() {
  for (std::size_t service = 0; service < play.services; ++service) {
    auto& ticks = play.ticks.at(service);
    const int enough = ticks + 3;
    EXPECT_TRUE(eventually([&] { return ticks >= enough; }));
  }
}

bool LiveServer::eventually(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatience);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

LiveServerByHand::~LiveServerByHand() {
  // A test that failed may have left something that only the grace time ends.
  auto stopped = std::async(std::launch::async, [this] { server.reset(); });
  while (stopped.wait_for(std::chrono::milliseconds(20)) == std::future_status::timeout)
    clock.advance(std::chrono::seconds(1));
}

bool LiveServer::was_logged(std::string_view part) {
  const std::lock_guard lock(play.mutex);
  return std::ranges::any_of(play.logged, [&](const auto& line) { return line.find(part) != std::string::npos; });
}

}  // namespace signet::net
