// SPDX-License-Identifier: Apache-2.0
// A file that gets a line for every checkpoint of every log, best on another disk or another machine's share: it knows
// what the logs were, whoever changes the database.
#pragma once

#include "observe/log.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace signet::app {

class WitnessFile {
 public:
  /// `patience`: how long a share may keep silent until lines for it are lost, and until the end comes without it.
  WitnessFile(std::filesystem::path file, observe::Log& log,
              std::chrono::milliseconds patience = std::chrono::seconds(5));
  ~WitnessFile();

  /// Written in this order, soon, by a thread of its own: a share that does not answer holds nobody up. What cannot be
  /// written is logged, once until it can be again, and lost: the next checkpoint covers it.
  void append(const std::string& line);

 private:
  struct Lines;
  std::shared_ptr<Lines> lines_;
};

}  // namespace signet::app
