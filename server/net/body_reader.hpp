// SPDX-License-Identifier: Apache-2.0
// The body of a request, taken out of the bytes of its connection. Chunks are decoded here and not by Beast's parser:
// it takes extensions and trailers, which nobody who signs sends and which two parsers can disagree about, and up to
// Boost 1.81 at least its assertions end the process when an empty body's last chunk arrives as "0\r\n", then "\r".
#pragma once

#include "refusal.hpp"
#include "request_head.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

namespace signet::net {

class BodyReader {
 public:
  BodyReader(const CheckedHead& head, std::size_t limit);

  /// Takes what belongs to the body from the front of `bytes`; how much that was. After a refusal: no further call.
  [[nodiscard]] std::expected<std::size_t, Refusal> feed(std::string_view bytes);
  [[nodiscard]] bool done() const { return expects_ == Expects::nothing; }
  [[nodiscard]] std::size_t size() const { return body_.size(); }
  [[nodiscard]] SecretBytes take() { return std::move(body_); }

 private:
  enum class Expects : std::uint8_t {
    data,        // left_ bytes of it
    size_digit,  // the first of a chunk size
    size_rest,   // more digits or the end of the line
    size_line_feed,
    data_return,  // behind the data of a chunk
    data_line_feed,
    last_return,  // behind the last chunk: anything else would be a trailer
    last_line_feed,
    nothing,
  };

  /// The next byte of what stands around the data.
  [[nodiscard]] std::expected<Expects, Refusal> step(char byte);
  [[nodiscard]] std::expected<Expects, Refusal> take_digit(char byte);

  Expects expects_;
  bool chunked_;
  std::size_t limit_;
  std::uint64_t left_;  // of the body or the chunk
  int digits_ = 0;      // of this chunk size
  SecretBytes body_;
};

}  // namespace signet::net
