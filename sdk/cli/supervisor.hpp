// SPDX-License-Identifier: Apache-2.0
// Runs a program until it ends: passes signals on, and starts it again when it is told to.
#pragma once

#include "command.hpp"

#include <signal.h>
#include <sys/types.h>

#include <chrono>
#include <expected>
#include <functional>
#include <optional>

namespace signet::cli {

/// To be made before any other thread, which must not take the signals. Puts back what it changed.
class Supervisor {
 public:
  explicit Supervisor(std::chrono::seconds grace);
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  /// The signals as they were, for the program.
  [[nodiscard]] const sigset_t& signals_before() const { return before_; }
  /// From any thread: end the program (SIGTERM, and SIGKILL after the grace) and start it again.
  void restart();

  /// Does `work` on this thread. A signal that ends programs calls `break_off`, on another, and is what comes back.
  [[nodiscard]] std::optional<int> heed(const std::function<void()>& work, const std::function<void()>& break_off);

  /// `start` gives the process, or the exit code to end with. Gives the program's exit code, or 128 and its signal.
  [[nodiscard]] int run(const std::function<std::expected<pid_t, int>()>& start);

 private:
  /// A signal that ends programs, if one is waiting; others are forgotten.
  [[nodiscard]] std::optional<int> take_ending() const;
  void handle_signal();
  void end_child();
  [[nodiscard]] bool wait_for_something();

  std::chrono::seconds grace_;
  sigset_t before_{};
  int signals_ = -1;  // signalfd
  int wish_ = -1;     // eventfd
  pid_t child_ = 0;
  std::optional<int> ended_ = {};
  bool again_ = false;
  std::optional<std::chrono::steady_clock::time_point> kill_at_ = {};
};

}  // namespace signet::cli
