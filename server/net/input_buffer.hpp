// SPDX-License-Identifier: Apache-2.0
// What a connection has received and nobody has taken yet. Requests carry secrets, so bytes are wiped as they are
// taken; and thousands of connections idle, so a buffer that grew is given back.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace signet::net {

class InputBuffer {
 public:
  [[nodiscard]] std::string_view view() const { return {memory_.data() + begin_, end_ - begin_}; }

  /// Room behind the bytes for the next read; never empty. Views taken before are no longer good.
  [[nodiscard]] std::span<char> space() {
    if (memory_.size() - end_ < kLeastSpace && begin_ > 0) move_to_front();
    if (memory_.size() - end_ < kLeastSpace) memory_.resize(std::max(kUsualSize, memory_.size() * 2));
    return std::span(memory_).subspan(end_);
  }
  void filled(std::size_t count) { end_ += count; }

  void consume(std::size_t count) {
    sodium_memzero(memory_.data() + begin_, count);
    begin_ += count;
    if (begin_ < end_) return;
    begin_ = end_ = 0;
    if (memory_.size() > kUsualSize) std::vector<char, WipingAllocator<char>>().swap(memory_);
  }

 private:
  static constexpr std::size_t kUsualSize = 8 * 1024;  // the head of a request with a hybrid signature fits
  static constexpr std::size_t kLeastSpace = 1024;

  void move_to_front() {
    const auto size = end_ - begin_;
    std::memmove(memory_.data(), memory_.data() + begin_, size);
    sodium_memzero(memory_.data() + size, end_ - size);
    begin_ = 0;
    end_ = size;
  }

  std::vector<char, WipingAllocator<char>> memory_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace signet::net
