// SPDX-License-Identifier: Apache-2.0
// The log of the process, for whoever runs it. Lines on stderr; control characters in a line are escaped. Callers give
// facts, never a secret, a token or a body.
#pragma once

#include <memory>
#include <string_view>

namespace signet::observe {

enum class Level { debug, info, warning, error };

/// Thread-safe.
class Log {
 public:
  struct Options {
    Level level = Level::info;
    bool json = false;  // one object a line: at, level, message
  };
  explicit Log(Options options);
  ~Log();

  void debug(std::string_view message);
  void info(std::string_view message);
  void warning(std::string_view message);
  void error(std::string_view message);

 private:
  struct Sink;
  std::unique_ptr<Sink> sink_;
};

}  // namespace signet::observe
