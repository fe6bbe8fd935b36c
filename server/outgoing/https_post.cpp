// SPDX-License-Identifier: Apache-2.0
#include "outgoing/https_post.hpp"

#include "outgoing/public_address.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>

namespace signet::outgoing {
namespace {

using Failure = std::unexpected<std::string>;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostRead = 64 * 1'024;
constexpr int kSlice = 100;  // milliseconds between two looks at `stopping`
constexpr std::array<const char*, 5> kBundles{"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                              "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem", "/etc/pki/tls/cert.pem"};

struct Free {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* connection) const { SSL_free(connection); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

std::expected<Owned<addrinfo>, std::string> resolve(const HttpsUrl& url) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int code = getaddrinfo(url.host.c_str(), std::to_string(url.port).c_str(), &wanted, &list);
  if (code != 0) return Failure(fmt::format("{} has no address: {}", url.host, gai_strerror(code)));
  return Owned<addrinfo>(list);
}

std::optional<Address> address_of(const addrinfo& entry) {
  std::array<char, NI_MAXHOST> text{};
  if (getnameinfo(entry.ai_addr, entry.ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0)
    return std::nullopt;
  return Address::parse(text.data());  // one with a zone is none
}

Owned<SSL_CTX> make_context() {
  Owned<SSL_CTX> context(SSL_CTX_new(TLS_client_method()));
  if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1) return nullptr;
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  const char* named = std::getenv("SSL_CERT_FILE");
  std::string bundle = named == nullptr ? "" : named;
  for (const char* usual : kBundles)
    if (bundle.empty() && std::filesystem::is_regular_file(usual)) bundle = usual;
  if (SSL_CTX_load_verify_locations(context.get(), bundle.c_str(), nullptr) != 1) return nullptr;
  return context;
}

/// A connection whose every step ends with the deadline or when the program stops.
class Connection {
 public:
  Connection(const PostOptions& options, int socket)
      : options_(options), end_(Clock::now() + options.time), socket_(socket) {}

  std::expected<void, std::string> connect(const addrinfo& to) {
    if (::connect(socket_.get(), to.ai_addr, to.ai_addrlen) == 0) return {};
    if (errno != EINPROGRESS) return Failure(fmt::format("cannot connect: {}", std::strerror(errno)));
    if (!wait(POLLOUT)) return Failure("cannot connect: no answer in time");
    int error = 0;
    socklen_t size = sizeof error;
    if (getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0)
      return Failure(fmt::format("cannot connect: {}", std::strerror(error)));
    return {};
  }

  std::expected<void, std::string> shake_hands(SSL_CTX& context, const HttpsUrl& url) {
    tls_.reset(SSL_new(&context));
    const bool numeric = Address::parse(url.host).has_value();
    const bool ready =
        tls_ && SSL_set_fd(tls_.get(), socket_.get()) == 1 &&
        (numeric ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls_.get()), url.host.c_str()) == 1
                 : SSL_set1_host(tls_.get(), url.host.c_str()) == 1 &&
                       SSL_ctrl(tls_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                                const_cast<char*>(url.host.c_str())) == 1);  // copied; OpenSSL's macro casts likewise
    if (!ready) return Failure("TLS could not be prepared");
    if (step([&] { return SSL_connect(tls_.get()); }) == 1) return {};
    if (const auto verdict = SSL_get_verify_result(tls_.get()); verdict != X509_V_OK)
      return Failure(fmt::format("its certificate is not good: {}", X509_verify_cert_error_string(verdict)));
    return Failure("the TLS handshake failed");
  }

  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const int count = step([&] { return SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())); });
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  /// 0: no more comes.
  std::size_t read(std::span<char> into) {
    const int count = step([&] { return SSL_read(tls_.get(), into.data(), static_cast<int>(into.size())); });
    return count > 0 ? static_cast<std::size_t>(count) : 0;
  }

 private:
  template <class Operation>
  int step(Operation operation) {
    while (true) {
      ERR_clear_error();
      const int result = operation();
      if (result > 0) return result;
      const int why = SSL_get_error(tls_.get(), result);
      if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) return result;
      if (!wait(why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT)) return -1;
    }
  }

  bool wait(short what) {
    while (Clock::now() < end_ && !(options_.stopping != nullptr && *options_.stopping)) {
      pollfd wanted{socket_.get(), what, 0};
      if (poll(&wanted, 1, kSlice) > 0) return true;
    }
    return false;
  }

  const PostOptions& options_;
  const Clock::time_point end_;
  Descriptor socket_;
  Owned<SSL> tls_;
};

std::expected<int, std::string> read_status(Connection& connection) {
  std::string answer;
  std::array<char, 4'096> bytes{};
  while (answer.size() < kMostRead && !answer.contains("\r\n")) {
    const auto count = connection.read(bytes);
    if (count == 0) return Failure("no answer in time");
    answer.append(bytes.data(), count);
  }
  const bool digits = answer.size() > 12 && std::all_of(answer.begin() + 9, answer.begin() + 12,
                                                        [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || !answer.starts_with("HTTP/1.") || answer[8] != ' ') return Failure("what answered is not HTTP");
  return std::stoi(answer.substr(9, 3));
}

}  // namespace

std::expected<int, std::string> https_post(const HttpsUrl& url,
                                           const std::vector<std::pair<std::string, std::string>>& headers,
                                           std::string_view body, const PostOptions& options) {
  const auto addresses = resolve(url);
  if (!addresses) return Failure(addresses.error());
  for (const auto* entry = addresses->get(); entry != nullptr; entry = entry->ai_next) {
    const auto address = address_of(*entry);
    if (!address) return Failure(fmt::format("{} has an address that cannot be used", url.host));
    if (!options.allow_private_addresses && !is_public(*address))
      return Failure(fmt::format("{} is not on the public internet ({})", url.host, address->to_string()));
  }
  const auto context = make_context();
  if (!context) return Failure("this system has no certificate authorities");

  std::string request = fmt::format("POST {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n",
                                    url.target, url.authority(), body.size());
  for (const auto& [name, value] : headers) request += fmt::format("{}: {}\r\n", name, value);
  request += "\r\n";
  request += body;
  std::string problem = "it has no address";
  for (const auto* entry = addresses->get(); entry != nullptr; entry = entry->ai_next) {
    Connection connection(options, socket(entry->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (const auto connected = connection.connect(*entry); !connected) {
      problem = connected.error();
      continue;  // nothing was sent, so another address may be tried
    }
    if (const auto secure = connection.shake_hands(*context, url); !secure) return Failure(secure.error());
    if (!connection.write(request)) return Failure("the connection broke");
    return read_status(connection);
  }
  return Failure(problem);
}

}  // namespace signet::outgoing
