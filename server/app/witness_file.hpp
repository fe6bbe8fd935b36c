// SPDX-License-Identifier: Apache-2.0
// A file that gets a line for every checkpoint of every log, best on another disk or another machine's share: it knows
// what the logs were, whoever changes the database.
#pragma once

#include "observe/log.hpp"

#include <filesystem>
#include <string>

namespace signet::app {

/// On one thread.
class WitnessFile {
 public:
  WitnessFile(std::filesystem::path file, observe::Log& log) : file_(std::move(file)), log_(log) {}
  /// Durable when this returns. What cannot be written is logged, once until it can be again, and lost: the next
  /// checkpoint covers it.
  void append(const std::string& line);

 private:
  [[nodiscard]] int try_append(const std::string& line) const;
  std::filesystem::path file_;
  observe::Log& log_;
  bool failing_ = false;
};

}  // namespace signet::app
