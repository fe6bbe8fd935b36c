// SPDX-License-Identifier: Apache-2.0
// Replaces operator delete for the whole program: whatever is given back is searched for a secret first.
#pragma once

#include <string_view>

namespace signet::testing {

/// One at a time, in one thread.
class FreedMemory {
 public:
  /// `secret` must outlive this, in memory that is not given back meanwhile.
  explicit FreedMemory(std::string_view secret);
  FreedMemory(const FreedMemory&) = delete;
  FreedMemory& operator=(const FreedMemory&) = delete;
  ~FreedMemory();
  [[nodiscard]] int blocks_with_secret() const;
};

}  // namespace signet::testing
