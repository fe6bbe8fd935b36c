// SPDX-License-Identifier: Apache-2.0
#include "connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

namespace signet::flood {
namespace {

sockaddr_in ipv4(std::uint32_t address, std::uint16_t port) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_port = htons(port);
  result.sin_addr.s_addr = htonl(address);
  return result;
}

/// How long the whole answer is, once its head is there.
std::optional<std::size_t> length_of(std::string_view input) {
  const auto end = input.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  constexpr std::string_view kLength = "\r\nContent-Length: ";
  const auto at = input.find(kLength);
  if (at == std::string_view::npos || at > end) return end + 4;
  return end + 4 + std::strtoul(input.data() + at + kLength.size(), nullptr, 10);
}

}  // namespace

bool Connection::open(std::uint32_t from) {
  close();
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto mine = ipv4(from, 0), theirs = ipv4(INADDR_LOOPBACK, port_);
  const linger at_once{1, 0};  // else the kernel remembers each of them for a minute
  const int yes = 1;
  if (socket_ >= 0 && setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0 &&
      setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) == 0 &&
      bind(socket_, reinterpret_cast<const sockaddr*>(&mine), sizeof mine) == 0 &&
      connect(socket_, reinterpret_cast<const sockaddr*>(&theirs), sizeof theirs) == 0)
    return true;
  close();
  return false;
}

void Connection::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  input_.clear();
  requests = 0;
}

bool Connection::send(std::string_view request, Clock::time_point meant_for) {
  meant_for_ = meant_for;
  ++requests;
  return ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size());
}

std::optional<int> Connection::receive() {
  std::array<char, 16'384> bytes;
  const auto count = recv(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
  if (count <= 0) return 0;
  input_.append(bytes.data(), static_cast<std::size_t>(count));
  const auto length = length_of(input_);
  if (!length || input_.size() < *length) return std::nullopt;
  const int status = std::atoi(input_.c_str() + sizeof "HTTP/1.1");
  input_.clear();
  return status;
}

}  // namespace signet::flood
