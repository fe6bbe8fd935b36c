// SPDX-License-Identifier: Apache-2.0
// Numbers and lengths in binary formats, big-endian. Reading what is not there makes everything after it fail.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <concepts>

namespace signet::crypto {

class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : rest_(bytes) {}

  [[nodiscard]] ByteView take(std::size_t size) {
    if (failed_ || size > rest_.size()) {
      failed_ = true;
      return {};
    }
    const ByteView taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  template <std::unsigned_integral Number>
  [[nodiscard]] Number number() {
    Number value = 0;
    for (const std::uint8_t byte : take(sizeof(Number))) {
      value = static_cast<Number>(static_cast<std::uint64_t>(value) << 8U | byte);
    }
    return value;
  }
  /// Something was read that was not there.
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool at_end() const { return !failed_ && rest_.empty(); }

 private:
  ByteView rest_;
  bool failed_ = false;
};

inline void put(Bytes& bytes, ByteView more) { bytes.insert(bytes.end(), more.begin(), more.end()); }
template <std::unsigned_integral Number>
void put_number(Bytes& bytes, Number value) {
  for (std::size_t left = sizeof(Number); left-- > 0;) {
    bytes.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * left)));
  }
}

}  // namespace signet::crypto
