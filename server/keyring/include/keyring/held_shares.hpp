// SPDX-License-Identifier: Apache-2.0
// Shares that were given to a sealed server, in locked memory, until there are enough of them.
#pragma once

#include "keyring/share.hpp"

#include <chrono>
#include <memory>

namespace signet::keyring {

/// Thread-safe.
class HeldShares {
 public:
  static constexpr std::chrono::minutes kKept{10};

  HeldShares();
  ~HeldShares();

  enum class Given : std::uint8_t { held, complete, contradicts };
  struct Outcome {
    Given given;
    std::size_t held;                         // of this slot
    std::optional<SecretBytes> slot_key = {};  // of a slot that is complete: what the shares say it is
  };
  /// A share that is given twice is held once, so a request may run again. Of shares that cannot all be right nothing
  /// of the slot is held any more; of a complete slot all of it, until drop() or wipe(). `now` is monotonic.
  [[nodiscard]] Outcome give(const Share& share, std::chrono::milliseconds now);
  /// Wipes those of a slot.
  void drop(const SlotId& slot);
  /// Of a slot.
  [[nodiscard]] std::size_t count(const SlotId& slot, std::chrono::milliseconds now);
  /// Wipes what was given too long ago.
  void drop_old(std::chrono::milliseconds now);
  void wipe();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace signet::keyring
