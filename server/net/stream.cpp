// SPDX-License-Identifier: Apache-2.0
#include "stream.hpp"

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <array>

namespace signet::net {
namespace {

Awaitable<std::size_t> read_from(auto& stream, std::span<char> into) {
  const auto [error, count] = co_await stream.async_read_some(asio::buffer(into.data(), into.size()), kAwait);
  co_return error ? 0 : count;
}

void end_sending(Socket& socket) {
  boost::system::error_code ignored;  // the client may have gone already
  socket.shutdown(Socket::shutdown_send, ignored);
}

void cancel_all(Socket& socket) {
  boost::system::error_code ignored;  // fails only for a closed socket
  socket.cancel(ignored);
}

// With no time to linger, closing tells the other side "reset".
void reset(Socket& socket) {
  boost::system::error_code ignored;  // the client may have gone already
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

class PlainStream final : public Stream {
 public:
  explicit PlainStream(Socket socket) : socket_(std::move(socket)) {}

  Awaitable<bool> handshake() override { co_return true; }
  Awaitable<std::size_t> read(std::span<char> into) override { return read_from(socket_, into); }
  Awaitable<bool> write(std::string_view head, ByteView body) override {
    const std::array<asio::const_buffer, 2> parts = {asio::buffer(head), asio::buffer(body.data(), body.size())};
    const auto [error, count] = co_await asio::async_write(socket_, parts, kAwait);
    co_return !error;
  }
  Awaitable<> finish() override {
    end_sending(socket_);
    co_return;
  }
  Awaitable<std::size_t> discard(std::span<char> into) override { return read_from(socket_, into); }
  void cancel() override { cancel_all(socket_); }
  void abort() override { reset(socket_); }

 private:
  Socket socket_;
};

class TlsStream final : public Stream {
 public:
  TlsStream(Socket socket, std::shared_ptr<TlsContext> context)
      : context_(std::move(context)), stream_(std::move(socket), *context_) {}

  Awaitable<bool> handshake() override {
    const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kAwait);
    co_return !error;
  }
  Awaitable<std::size_t> read(std::span<char> into) override { return read_from(stream_, into); }
  Awaitable<bool> write(std::string_view head, ByteView body) override {
    // Asio gathers several buffers on its stack, where they stay. One buffer goes to OpenSSL as it is.
    SecretBytes all;
    all.reserve(head.size() + body.size());
    all.append(as_bytes(head));
    all.append(body);
    const asio::const_buffer whole = asio::buffer(all.expose().data(), all.size());
    const auto [error, count] = co_await asio::async_write(stream_, whole, kAwait);
    co_return !error;
  }
  Awaitable<> finish() override {
    // As if the client had said goodbye first: ours is sent, and its own is not waited for.
    SSL_set_shutdown(stream_.native_handle(), SSL_RECEIVED_SHUTDOWN);
    co_await stream_.async_shutdown(kAwait);
    end_sending(stream_.next_layer());
  }
  Awaitable<std::size_t> discard(std::span<char> into) override { return read_from(stream_.next_layer(), into); }
  void cancel() override { cancel_all(stream_.next_layer()); }
  void abort() override { reset(stream_.next_layer()); }

 private:
  std::shared_ptr<TlsContext> context_;
  asio::ssl::stream<Socket> stream_;
};

}  // namespace

std::unique_ptr<Stream> make_plain_stream(Socket socket) { return std::make_unique<PlainStream>(std::move(socket)); }

std::unique_ptr<Stream> make_tls_stream(Socket socket, std::shared_ptr<TlsContext> context) {
  return std::make_unique<TlsStream>(std::move(socket), std::move(context));
}

}  // namespace signet::net
