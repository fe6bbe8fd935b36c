// SPDX-License-Identifier: Apache-2.0
#include "connection.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace signet::load {
namespace {

constexpr std::size_t kPiece = 16 * 1'024;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

TlsContext make_tls_context(const std::string& authorities) {
  TlsContext context(SSL_CTX_new(TLS_client_method()));
  if (!context || SSL_CTX_load_verify_file(context.get(), authorities.c_str()) != 1)
    throw std::runtime_error(authorities + " holds no certificate");
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  return context;
}

Connection::Connection(std::uint16_t port, SSL_CTX* tls) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  if (socket_ < 0 || connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
    fail("connecting");
  if (tls) {
    ssl_.reset(SSL_new(tls));
    if (!ssl_ || SSL_set_fd(ssl_.get(), socket_) != 1 || SSL_set1_host(ssl_.get(), "localhost") != 1 ||
        SSL_connect(ssl_.get()) != 1)
      throw std::runtime_error("the TLS handshake failed");
  }
  if (fcntl(socket_, F_SETFL, O_NONBLOCK) != 0) fail("a socket that does not block");
}

Connection::~Connection() {
  if (socket_ >= 0) close(socket_);
}

void Connection::send(std::string_view request) {
  const auto sent = ssl_ ? SSL_write(ssl_.get(), request.data(), static_cast<int>(request.size()))
                         : ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL);
  if (sent == static_cast<long>(request.size())) return;
  // Between two requests the server may have gone; receive() tells.
  if (!ssl_ && sent < 0 && (errno == EPIPE || errno == ECONNRESET)) return;
  throw std::runtime_error("a request did not fit into the socket");
}

std::optional<int> Connection::receive() {
  std::array<char, kPiece> buffer;
  while (true) {
    const auto got = read_some(buffer.data(), buffer.size());
    if (got < 0) return std::nullopt;
    if (got == 0) return 0;
    input_.append(buffer.data(), static_cast<std::size_t>(got));
    const auto response = find_response(input_);
    if (!response) continue;
    if (input_.size() != response->size) throw std::runtime_error("the server said more than it was asked");
    input_.clear();
    return response->status;
  }
}

long Connection::read_some(char* buffer, std::size_t room) {
  if (!ssl_) {
    const auto got = recv(socket_, buffer, room, 0);
    if (got >= 0) return got;
    if (errno == ECONNRESET) return 0;
    if (errno != EAGAIN && errno != EINTR) fail("receiving");
    return -1;
  }
  const auto got = SSL_read(ssl_.get(), buffer, static_cast<int>(room));
  if (got > 0) return got;
  return SSL_get_error(ssl_.get(), got) == SSL_ERROR_WANT_READ ? -1 : 0;
}

}  // namespace signet::load
