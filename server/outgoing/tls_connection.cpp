// SPDX-License-Identifier: Apache-2.0
#include "tls_connection.hpp"

#include "domain/address.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace signet::outgoing {
namespace {

using Failure = std::unexpected<std::string>;

constexpr int kSlice = 100;  // milliseconds between two looks at who stops
constexpr std::array<const char*, 5> kBundles{"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                              "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem", "/etc/pki/tls/cert.pem"};

}  // namespace

TlsContext make_client_context() {
  TlsContext context(SSL_CTX_new(TLS_client_method()));
  if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1) return nullptr;
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  const char* named = std::getenv("SSL_CERT_FILE");
  std::string bundle = named == nullptr ? "" : named;
  for (const char* usual : kBundles)
    if (bundle.empty() && std::filesystem::is_regular_file(usual)) bundle = usual;
  if (SSL_CTX_load_verify_locations(context.get(), bundle.c_str(), nullptr) != 1) return nullptr;
  return context;
}

TlsConnection::~TlsConnection() {
  tls_.reset();
  if (socket_ >= 0) close(socket_);
}

TlsConnection::Step TlsConnection::connect(const Endpoint& to, Time patience) {
  const auto cannot = [](int error) { return Failure(fmt::format("cannot connect: {}", std::strerror(error))); };
  socket_ = socket(to.address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket_ < 0) return cannot(errno);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to.address), to.size) == 0) return {};
  if (errno != EINPROGRESS) return cannot(errno);
  if (!wait(POLLOUT, std::min(patience, end_))) return Failure("cannot connect: no answer in time");
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return cannot(errno);
  if (error != 0) return cannot(error);
  return {};
}

TlsConnection::Step TlsConnection::shake_hands(SSL_CTX& context, const std::string& host) {
  tls_.reset(SSL_new(&context));
  if (!tls_ || SSL_set_fd(tls_.get(), socket_) != 1) return Failure("TLS could not be prepared");
  const bool named =
      Address::parse(host)
          ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls_.get()), host.c_str()) == 1
          : SSL_set1_host(tls_.get(), host.c_str()) == 1 &&
                SSL_ctrl(tls_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                         const_cast<char*>(host.c_str())) == 1;  // copied; OpenSSL's macro casts likewise
  if (!named) return Failure("TLS could not be prepared");
  if (step([&] { return SSL_connect(tls_.get()); }) == 1) return {};
  if (const auto verdict = SSL_get_verify_result(tls_.get()); verdict != X509_V_OK)
    return Failure(fmt::format("its certificate is not good: {}", X509_verify_cert_error_string(verdict)));
  return Failure("the TLS handshake failed");
}

bool TlsConnection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const int count = step([&] { return SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())); });
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

std::size_t TlsConnection::read(std::span<char> into) {
  const int count = step([&] { return SSL_read(tls_.get(), into.data(), static_cast<int>(into.size())); });
  return count > 0 ? static_cast<std::size_t>(count) : 0;
}

template <class Operation>
int TlsConnection::step(Operation operation) {
  while (std::chrono::steady_clock::now() < end_ && !stop_.stop_requested()) {
    ERR_clear_error();
    const int result = operation();
    if (result > 0) return result;
    const int why = SSL_get_error(tls_.get(), result);
    if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) return result;
    if (!wait(why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, end_)) return -1;
  }
  return -1;  // a peer that always has another byte has no more time than one that has none
}

bool TlsConnection::wait(short what, Time until) const {
  while (std::chrono::steady_clock::now() < until && !stop_.stop_requested()) {
    pollfd wanted{socket_, what, 0};
    if (poll(&wanted, 1, kSlice) > 0) return true;
  }
  return false;
}

}  // namespace signet::outgoing
