// SPDX-License-Identifier: Apache-2.0
// A program that is started with an environment of our making.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <signal.h>
#include <sys/types.h>

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace signet::cli {

/// Wiped with the object.
class ChildEnvironment {
 public:
  /// That of this process, or nothing.
  explicit ChildEnvironment(bool inherit);
  void set(std::string_view name, std::string_view value);
  /// As exec wants it; until the next set.
  [[nodiscard]] std::vector<char*> pointers();

 private:
  std::vector<SecretBytes> entries_;  // NAME=value and a zero byte
};

/// Looks the program up in our PATH. `signals` are those that it finds blocked. The error is an errno.
[[nodiscard]] std::expected<pid_t, int> start_child(const std::vector<std::string>& words,
                                                    ChildEnvironment& environment, const sigset_t& signals);

/// As a shell has it: the exit code, or 128 and the signal.
[[nodiscard]] int exit_code_of_status(int status);

}  // namespace signet::cli
