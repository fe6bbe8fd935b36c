// SPDX-License-Identifier: Apache-2.0
#include "support/raw_http.hpp"

#include "signet/crypto/digest.hpp"
#include "signet/crypto/random.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"
#include "support/process.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace signet::testing {
namespace {

sockaddr_in ipv4(const std::string& address, std::uint16_t port) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_port = htons(port);
  inet_pton(AF_INET, address.c_str(), &result.sin_addr);
  return result;
}

}  // namespace

std::string RawAnswer::operator[](std::string_view header) const {
  for (std::size_t at = head.find("\r\n"); at + 2 < head.size(); at = head.find("\r\n", at + 2)) {
    const auto line = std::string_view(head).substr(at + 2, head.find("\r\n", at + 2) - at - 2);
    const auto colon = line.find(':');
    if (colon == header.size() && strncasecmp(line.data(), header.data(), colon) == 0)
      return std::string(line.substr(colon + 2));
  }
  return "(none)";
}

RawConnection::RawConnection(std::uint16_t port, const std::string& from)
    : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const auto mine = ipv4(from, 0);
  const auto theirs = ipv4("127.0.0.1", port);
  if (bind(socket_, reinterpret_cast<const sockaddr*>(&mine), sizeof mine) != 0 ||
      connect(socket_, reinterpret_cast<const sockaddr*>(&theirs), sizeof theirs) != 0) {
    const int reason = errno;
    close(socket_);
    throw std::system_error(reason, std::generic_category(), "connect");
  }
}

RawConnection::RawConnection(RawConnection&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), broken_(other.broken_), input_(std::move(other.input_)) {}

RawConnection::~RawConnection() {
  if (socket_ >= 0) close(socket_);
}

bool RawConnection::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void RawConnection::end_sending() const { shutdown(socket_, SHUT_WR); }

/// False: ended or broken.
bool RawConnection::receive() {
  std::array<char, 65536> bytes{};
  pollfd wanted{socket_, POLLIN, 0};
  const bool came = poll(&wanted, 1, static_cast<int>(std::chrono::milliseconds(kPatience).count())) > 0;
  const auto count = came ? recv(socket_, bytes.data(), bytes.size(), 0) : -1;
  if (count < 0) broken_ = true;
  if (count > 0) input_.append(bytes.data(), static_cast<std::size_t>(count));
  return count > 0;
}

RawAnswer RawConnection::answer(bool with_body) {
  std::size_t end = 0;
  while ((end = input_.find("\r\n\r\n")) == std::string::npos)
    if (!receive()) return {};
  RawAnswer answer{.head = input_.substr(0, end + 2)};
  const auto length = answer["Content-Length"];
  const std::size_t size = with_body && length != "(none)" ? std::stoul(length) : 0;
  while (input_.size() < end + 4 + size)
    if (!receive()) return {};
  answer.status = std::stoi(answer.head.substr(9, 3));
  answer.body = input_.substr(end + 4, size);
  input_.erase(0, end + 4 + size);
  return answer;
}

RawAnswer RawConnection::ask(std::string_view request) {
  send(request);
  return answer();
}

bool RawConnection::ended() { return input_.empty() && !receive() && !broken_; }

std::string http(std::string_view method, std::string_view target, std::string_view fields, std::string_view body) {
  std::string request = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n";
  if (!body.empty()) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return request.append(fields).append("\r\n").append(body);
}

std::string RawSigner::headers(std::string_view method, std::string_view target, std::string_view body) const {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + clock_error;
  const auto timestamp = std::to_string(seconds.time_since_epoch().count());
  std::array<std::uint8_t, 16> fresh{};
  crypto::system_random().fill(fresh);
  const auto nonce = to_base64(fresh);
  const auto payload = canonical_request(method, target, timestamp, nonce, crypto::sha256_hex(as_bytes(body)));
  const auto algorithm = key->algorithm();
  const auto named = must_be_named(algorithm) ? "X-Algorithm: " + std::string(info(algorithm).name) + "\r\n" : "";
  return named + std::string(header) + ": " + id + "\r\nX-Timestamp: " + timestamp + "\r\nX-Nonce: " + nonce +
         "\r\nX-Signature: " + to_base64(key->sign(as_bytes(payload))) + "\r\n";
}

std::string RawSigner::sign(std::string_view method, std::string_view target, std::string_view body,
                            std::string_view fields) const {
  return http(method, target, headers(method, target, body) + std::string(fields), body);
}

}  // namespace signet::testing
