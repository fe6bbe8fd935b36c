// SPDX-License-Identifier: Apache-2.0
// The only source of the SDK that has heard of Asio and Beast. Blocking on the outside; inside every step is an
// asynchronous operation on the connection's own io_context, because only those can be given a deadline.
#include "beast_transport.hpp"

#include "addresses.hpp"
#include "fail.hpp"
#include "trusted_authorities.hpp"

#include <fmt/format.h>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <mutex>

namespace signet::client {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using Deadline = std::chrono::steady_clock::time_point;

constexpr std::size_t kMaxIdle = 4;
constexpr std::chrono::seconds kMaxIdleTime{50};  // servers close after 70 or so; being first avoids the race
constexpr std::chrono::seconds kPatienceWithOneAddress{5};

using Body = http::vector_body<std::uint8_t, WipingAllocator<std::uint8_t>>;
using Parser = http::response_parser<Body>;
using RequestBody = http::span_body<const std::uint8_t>;

WireFailure endless() { return {.message = "the answer has no length, so it may have been cut off", .sent = true}; }

/// One connection, used by one call at a time.
class Connection {
 public:
  Connection(const ApiUrl& url, ssl::context* tls) : url_(url) {
    if (tls != nullptr) tls_.emplace(socket_, *tls);
  }

  /// What ends any operation from here on.
  void heed(std::stop_token stop) { stop_ = std::move(stop); }
  std::expected<void, WireFailure> open(Deadline deadline);
  std::expected<WireResponse, WireFailure> exchange(const WireRequest& request, Deadline deadline);

  /// Fit to be used once more.
  [[nodiscard]] bool reusable() const { return reusable_; }
  [[nodiscard]] bool still_open();

 private:
  /// Starts an operation and runs it to its end, to the deadline or until it is stopped.
  template <class Start>
  error_code finish(Deadline deadline, Start start);
  std::expected<void, WireFailure> connect(Deadline deadline);
  std::expected<void, WireFailure> shake_hands(Deadline deadline);
  /// Of an answer whose header is read. Each piece may take as long as the whole of another answer.
  std::expected<void, WireFailure> hand_over(Parser& parser, const Sink& sink, std::chrono::nanoseconds patience);
  WireFailure lost(error_code error, const Parser& parser) const;

  const ApiUrl& url_;
  asio::io_context io_{1};
  tcp::socket socket_{io_};
  std::optional<ssl::stream<tcp::socket&>> tls_;
  beast::basic_flat_buffer<WipingAllocator<char>> buffer_;
  std::stop_token stop_;
  bool used_ = false;
  bool reusable_ = false;
  Deadline idle_since_{};
};

template <class Start>
error_code Connection::finish(Deadline deadline, Start start) {
  std::optional<error_code> outcome;
  start([&outcome](error_code error, auto&&...) { outcome = error; });
  io_.restart();
  const std::stop_callback on_stop(stop_, [this] {
    asio::post(io_, [this] {
      error_code ignored;
      socket_.close(ignored);
    });
  });
  io_.run_until(deadline);
  if (outcome) return *outcome;
  error_code ignored;
  socket_.close(ignored);
  io_.restart();
  io_.run();  // the handler refers to this frame
  return asio::error::timed_out;
}

std::expected<void, WireFailure> Connection::open(Deadline deadline) {
  if (auto connected = connect(deadline); !connected || !tls_) return connected;
  return shake_hands(deadline);
}

std::expected<void, WireFailure> Connection::connect(Deadline deadline) {
  const auto addresses = addresses_of(url_, deadline);
  if (!addresses) return std::unexpected(WireFailure{.message = addresses.error().message});
  const auto port = static_cast<std::uint16_t>(std::stoul(url_.port));
  error_code error = asio::error::host_not_found;
  for (std::size_t i = 0; i < addresses->size(); ++i) {
    const auto address = asio::ip::make_address(addresses->at(i), error);
    if (error) continue;
    error_code ignored;
    socket_.close(ignored);
    const auto protocol = address.is_v6() ? tcp::v6() : tcp::v4();
    // Not by Asio, whose sockets a program that is started from here would inherit.
    const int raw = ::socket(protocol.family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (raw < 0) {
      error = error_code(errno, boost::system::system_category());
      continue;
    }
    socket_.assign(protocol, raw, error);
    const auto patience = std::chrono::steady_clock::now() + kPatienceWithOneAddress;
    const bool last = i + 1 == addresses->size();
    error = finish(last ? deadline : std::min(deadline, patience),
                   [&](auto done) { socket_.async_connect(tcp::endpoint(address, port), std::move(done)); });
    if (error) continue;
    socket_.set_option(tcp::no_delay(true), ignored);
    return {};
  }
  return std::unexpected(WireFailure{
      .message = fmt::format("cannot connect: {}; is the server running, and is this its address?", error.message())});
}

std::expected<void, WireFailure> Connection::shake_hands(Deadline deadline) {
  error_code ignored;
  asio::ip::make_address(url_.host, ignored);
  const bool is_name = ignored.failed();  // an address is not sent as a name
  // What the macro SSL_set_tlsext_host_name does, in C's casts.
  if (is_name && SSL_ctrl(tls_->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                          const_cast<char*>(url_.host.c_str())) != 1) {
    return std::unexpected(WireFailure{.kind = ErrorKind::tls, .message = "cannot name the server in the handshake"});
  }
  tls_->set_verify_callback(ssl::host_name_verification(url_.host), ignored);
  const error_code error =
      finish(deadline, [&](auto done) { tls_->async_handshake(ssl::stream_base::client, std::move(done)); });
  if (!error) return {};
  if (error.category() != asio::error::get_ssl_category()) {
    return std::unexpected(WireFailure{.message = fmt::format("no TLS handshake: {}", error.message())});
  }
  std::string why = error.message();
  if (const long verdict = SSL_get_verify_result(tls_->native_handle()); verdict != X509_V_OK) {
    why = fmt::format("its certificate is not accepted: {}", X509_verify_cert_error_string(verdict));
  }
  return std::unexpected(WireFailure{
      .kind = ErrorKind::tls,
      .message =
          fmt::format("the server could not prove that it is {}: {}; if it has an authority of its own, name the "
                      "authority's certificate with --ca-file",
                      url_.host, why)});
}

bool Connection::still_open() {
  if (std::chrono::steady_clock::now() - idle_since_ > kMaxIdleTime) return false;
  char byte = 0;
  const auto got = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (got < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
  return got > 0 && tls_;  // over TLS it may be a session ticket
}

WireFailure Connection::lost(error_code error, const Parser& parser) const {
  WireFailure failure{.sent = true};
  if (error == http::error::body_limit || error == http::error::header_limit) {
    failure.kind = ErrorKind::server;
    failure.message = fmt::format("the answer is too long: more than {} bytes of header or {} of body",
                                  kMaxAnswerHeader, kMaxAnswerBody);
  } else if (error == asio::error::timed_out) {
    failure.message = "no answer in time";
  } else if (error.category() == http::make_error_code(http::error::bad_version).category() &&
             error != http::error::end_of_stream && error != http::error::partial_message) {
    failure.kind = ErrorKind::server;
    failure.message = fmt::format("the answer is not HTTP: {}; is this the server's address?", error.message());
  } else {
    failure.message = fmt::format("the connection was lost: {}", error.message());
    failure.stale = used_ && !parser.got_some();
  }
  return failure;
}

std::expected<void, WireFailure> Connection::hand_over(Parser& parser, const Sink& sink,
                                                       std::chrono::nanoseconds patience) {
  parser.body_limit(boost::none);
  auto& body = parser.get().body();
  for (;;) {
    if (!body.empty()) {
      const auto taken = sink(as_text(ByteView(body)));
      if (!taken) return std::unexpected(WireFailure{taken.error().kind, taken.error().message, true});
      body.clear();
    }
    if (parser.is_done()) return {};
    const auto deadline = std::chrono::steady_clock::now() + patience;
    const auto read = [&](auto& stream) {
      return finish(deadline, [&](auto done) { http::async_read_some(stream, buffer_, parser, std::move(done)); });
    };
    if (const error_code error = tls_ ? read(*tls_) : read(socket_)) return std::unexpected(lost(error, parser));
  }
}

std::expected<WireResponse, WireFailure> Connection::exchange(const WireRequest& request, Deadline deadline) {
  reusable_ = false;
  const auto patience = deadline - std::chrono::steady_clock::now();
  http::request<RequestBody> message;
  message.method_string(request.method);
  message.target(request.target);
  message.set(http::field::host, url_.authority);
  message.set(http::field::user_agent, "libsignet");
  message.set(http::field::accept, "application/json");
  for (const auto& header : request.headers) message.set(header.name, header.value);
  if (!request.body.empty()) message.set(http::field::content_type, "application/json");
  message.body() = {request.body.expose().data(), request.body.size()};
  if (!request.body.empty() || request.method != "GET") message.content_length(request.body.size());

  Parser parser;
  parser.header_limit(kMaxAnswerHeader);
  parser.body_limit(kMaxAnswerBody);
  const auto on_stream = [&](auto operation) { return tls_ ? operation(*tls_) : operation(socket_); };
  error_code error = on_stream([&](auto& stream) {
    return finish(deadline, [&](auto done) { http::async_write(stream, message, std::move(done)); });
  });
  // A server that refuses early answers and stops reading: its answer may be there although writing failed.
  if (error != asio::error::timed_out) {
    error = on_stream([&](auto& stream) {
      return finish(deadline, [&](auto done) { http::async_read_header(stream, buffer_, parser, std::move(done)); });
    });
  }
  if (!error && request.sink && http::to_status_class(parser.get().result()) == http::status_class::successful) {
    const bool has_end = parser.get().has_content_length() || parser.chunked();
    if (!has_end) return std::unexpected(endless());
    if (auto handed = hand_over(parser, request.sink, patience); !handed) return std::unexpected(handed.error());
  } else if (!error && !parser.is_done()) {
    error = on_stream([&](auto& stream) {
      return finish(deadline, [&](auto done) { http::async_read(stream, buffer_, parser, std::move(done)); });
    });
  }
  if (error) return std::unexpected(lost(error, parser));

  auto& answer = parser.get();
  if (!answer.has_content_length() && !answer.chunked() && !answer.body().empty()) {
    return std::unexpected(endless());
  }
  reusable_ = parser.keep_alive() && buffer_.size() == 0;
  used_ = true;
  idle_since_ = std::chrono::steady_clock::now();
  WireResponse response{.status = static_cast<int>(answer.result_int())};
  for (const auto& field : answer.base()) {
    response.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  }
  response.body = SecretBytes(ByteView(answer.body()));
  return response;
}

/// A few connections are kept, the one used last first.
class BeastTransport final : public Transport {
 public:
  BeastTransport(ApiUrl url, std::chrono::milliseconds timeout, std::optional<ssl::context> tls)
      : url_(std::move(url)), timeout_(timeout), tls_(std::move(tls)) {}

  std::expected<WireResponse, WireFailure> send(const WireRequest& request) override {
    const Deadline deadline = std::chrono::steady_clock::now() + timeout_ + request.patience;
    auto connection = take_idle();
    if (!connection) {
      connection = std::make_unique<Connection>(url_, tls_ ? &*tls_ : nullptr);
      connection->heed(request.stop);
      if (auto opened = connection->open(deadline); !opened) return std::unexpected(opened.error());
    }
    connection->heed(request.stop);
    auto response = connection->exchange(request, deadline);
    if (response && connection->reusable()) keep(std::move(connection));
    if (!response && response.error().stale) forget_idle();
    return response;
  }

 private:
  std::unique_ptr<Connection> take_idle() {
    const std::lock_guard lock(mutex_);
    while (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      if (connection->still_open()) return connection;
    }
    return nullptr;
  }
  void keep(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kMaxIdle) idle_.push_back(std::move(connection));
  }
  /// What closed one has closed them all.
  void forget_idle() {
    const std::lock_guard lock(mutex_);
    idle_.clear();
  }

  const ApiUrl url_;
  const std::chrono::milliseconds timeout_;
  std::optional<ssl::context> tls_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;  // their TLS refers to tls_: destroyed first
};

Result<ssl::context> make_tls(const std::filesystem::path& authorities) {
  ssl::context context(ssl::context::tls_client);
  SSL_CTX* raw = context.native_handle();
  const bool set = SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION) == 1;
  // Decrypted records are wiped in OpenSSL's own buffers too. A renegotiation could change who the server is.
  SSL_CTX_set_options(raw, SSL_OP_CLEANSE_PLAINTEXT | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  context.set_verify_mode(ssl::verify_peer);
  error_code error;
  context.load_verify_file(authorities.string(), error);
  if (!set || error) {
    return fail(ErrorKind::tls, fmt::format("cannot use the certificates in {}: {}", authorities.string(),
                                            error ? error.message() : "OpenSSL refuses TLS 1.2"));
  }
  return context;
}

}  // namespace

Result<std::unique_ptr<Transport>> make_beast_transport(const ApiUrl& url, const ConnectOptions& options,
                                                        const Environment& environment) {
  std::optional<ssl::context> tls;
  if (url.tls) {
    const auto authorities = trusted_authorities(options.ca_file, environment);
    if (!authorities) return std::unexpected(authorities.error());
    auto made = make_tls(*authorities);
    if (!made) return std::unexpected(made.error());
    tls.emplace(std::move(*made));
  }
  return std::make_unique<BeastTransport>(url, options.timeout, std::move(tls));
}

}  // namespace signet::client
