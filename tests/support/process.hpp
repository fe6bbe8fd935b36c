// SPDX-License-Identifier: Apache-2.0
// Programs that a test runs beside itself. None outlives it: a process is killed by its id when its object goes, and by
// the kernel should the test itself be killed.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace signet::testing {

/// How long anything may take before a test gives up. Only a machine under load comes near it.
inline constexpr std::chrono::seconds kPatience{40};

/// Waits for the condition; false: it did not come true.
[[nodiscard]] bool eventually(const std::function<bool()>& condition);

/// An open file, closed with its owner.
class Descriptor {
 public:
  explicit Descriptor(int number);  // throws if there is none
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor();
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

struct Command {
  std::vector<std::string> arguments = {};              // the program first; looked for in PATH
  std::map<std::string, std::string> environment = {};  // beside the test's own, which has nothing of Signet in it
  std::string input = {};                               // on standard input
  std::optional<std::uint64_t> largest_file = {};       // beyond which writing fails, as on a disk that is broken
};

/// How a program ended and what it said.
struct Ended {
  int code = 0;  // -9: by signal 9
  std::string out = {};
  std::string err = {};
};

/// REQUIRES: the thread that makes it lives longer, for the kernel ends the process with that thread.
class Process {
 public:
  explicit Process(const Command& command);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  void signal(int number) const;
  /// The same limit while it runs.
  void limit_files(std::uint64_t largest) const;
  [[nodiscard]] bool running() const;
  [[nodiscard]] pid_t id() const { return id_; }
  /// Its end. Throws, with what it said, if it does not come.
  Ended wait();
  /// What it said so far.
  [[nodiscard]] std::string err() const;

 private:
  Descriptor out_;
  Descriptor err_;
  pid_t id_;
  Descriptor handle_;  // readable when the process has ended
  std::optional<int> code_;
};

/// Runs it to its end.
Ended run(const Command& command);

}  // namespace signet::testing
