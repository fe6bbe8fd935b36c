// SPDX-License-Identifier: Apache-2.0
// nlohmann's lexer keeps the text of every token that it reads in a std::vector of the input's character type, for
// error messages, and frees it as it is. A character type of our own, whose standard allocator wipes, leaves no copy
// behind.
#pragma once

#include "signet/schema/secret_bytes.hpp"

namespace signet {

enum class WipedInput : unsigned char {};

}  // namespace signet

template <>
struct std::allocator<signet::WipedInput> {
  using value_type = signet::WipedInput;
  value_type* allocate(std::size_t n) {
    return reinterpret_cast<value_type*>(signet::WipingAllocator<std::uint8_t>{}.allocate(n));
  }
  void deallocate(value_type* memory, std::size_t n) noexcept {
    signet::WipingAllocator<std::uint8_t>{}.deallocate(reinterpret_cast<std::uint8_t*>(memory), n);
  }
  bool operator==(const allocator&) const = default;
};

/// As for char, which is what the lexer expects.
template <>
struct std::char_traits<signet::WipedInput> {
  using char_type = signet::WipedInput;
  using int_type = int;
  static constexpr int_type to_int_type(char_type c) { return static_cast<int_type>(c); }
  static constexpr char_type to_char_type(int_type c) { return static_cast<char_type>(c); }
  static constexpr int_type eof() { return -1; }
};
