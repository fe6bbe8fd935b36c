// SPDX-License-Identifier: Apache-2.0
// Memory for secrets: wiped when it is given back, so that a value lives only as long as somebody holds it.
#pragma once

#include <sodium.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signet {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// The bytes of a text, for functions that take bytes.
inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
/// The text of some bytes. No check of any encoding.
inline std::string_view as_text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

/// Wipes on deallocate. A container that grows wipes what it leaves behind.
template <class T>
struct WipingAllocator {
  using value_type = T;
  WipingAllocator() = default;
  template <class U>
  WipingAllocator(const WipingAllocator<U>&) noexcept {}
  T* allocate(std::size_t n) { return std::allocator<T>{}.allocate(n); }
  void deallocate(T* memory, std::size_t n) noexcept {
    sodium_memzero(static_cast<void*>(memory), n * sizeof(T));
    std::allocator<T>{}.deallocate(memory, n);
  }
  template <class U>
  bool operator==(const WipingAllocator<U>&) const noexcept {
    return true;
  }
};

/// Text that is wiped. Short texts live inside the object itself: prefer SecretBytes for anything that stays.
using SecretString = std::basic_string<char, std::char_traits<char>, WipingAllocator<char>>;

/// A secret value or key. Move-only, wiped, cannot be printed or compared with ==; read only through expose().
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::size_t size) : bytes_(size) {}
  explicit SecretBytes(ByteView bytes) : bytes_(bytes.begin(), bytes.end()) {}
  SecretBytes(SecretBytes&& other) noexcept : bytes_(std::move(other.bytes_)) { other.bytes_.clear(); }
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    std::vector<std::uint8_t, WipingAllocator<std::uint8_t>> old(std::move(bytes_));
    bytes_ = std::move(other.bytes_);
    other.bytes_.clear();
    return *this;
  }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes() = default;

  static SecretBytes from_text(std::string_view text) { return SecretBytes(as_bytes(text)); }
  /// A second copy, said aloud.
  [[nodiscard]] SecretBytes clone() const { return SecretBytes(expose()); }

  [[nodiscard]] ByteView expose() const { return bytes_; }
  [[nodiscard]] std::span<std::uint8_t> expose_mutable() { return bytes_; }
  [[nodiscard]] std::string_view expose_text() const { return as_text(expose()); }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  void append(std::string_view more) { append(as_bytes(more)); }
  void append(ByteView more) { bytes_.insert(bytes_.end(), more.begin(), more.end()); }
  void resize(std::size_t size) { bytes_.resize(size); }
  void reserve(std::size_t size) { bytes_.reserve(size); }

 private:
  std::vector<std::uint8_t, WipingAllocator<std::uint8_t>> bytes_;
};

/// For keys, tokens, tags: the time does not depend on where the first difference is.
[[nodiscard]] inline bool constant_time_equal(ByteView a, ByteView b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace signet
