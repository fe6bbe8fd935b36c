// SPDX-License-Identifier: Apache-2.0
// Bytes to and from one client, with or without TLS. All reading and writing of sockets is instantiated behind this
// face, in one file. Nothing here knows a deadline: cancel() ends what is waiting.
#pragma once

#include "asio.hpp"
#include "signet/schema/secret_bytes.hpp"
#include "tls_context.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace signet::net {

/// One operation at a time, but for a read beside a write.
class Stream {
 public:
  virtual ~Stream() = default;
  [[nodiscard]] virtual Awaitable<bool> handshake() = 0;
  /// 0: the client has finished, or the connection is broken, or cancel().
  [[nodiscard]] virtual Awaitable<std::size_t> read(std::span<char> into) = 0;
  /// All of it, or false. Both stay where they are until then.
  [[nodiscard]] virtual Awaitable<bool> write(std::string_view head, ByteView body) = 0;
  /// Tells the client that nothing more comes. It may still send.
  [[nodiscard]] virtual Awaitable<> finish() = 0;
  /// After finish(): whatever arrives, TLS or not, to be thrown away. As read().
  [[nodiscard]] virtual Awaitable<std::size_t> discard(std::span<char> into) = 0;
  virtual void cancel() = 0;
  /// Ends the connection in a way that no client takes for the end of an answer.
  virtual void abort() = 0;
};

[[nodiscard]] std::unique_ptr<Stream> make_plain_stream(Socket socket);
[[nodiscard]] std::unique_ptr<Stream> make_tls_stream(Socket socket, std::shared_ptr<TlsContext> context);

}  // namespace signet::net
