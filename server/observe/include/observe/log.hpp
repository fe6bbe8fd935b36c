// SPDX-License-Identifier: Apache-2.0
// The log of the process, for whoever runs it. Lines on stderr; control characters in a line are escaped. Callers give
// facts, never a secret, a token or a body. A line about a request names the request's id.
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
    bool json = false;  // one object a line: at, level, message, and request where the line is about one
  };
  explicit Log(Options options);
  ~Log();

  void debug(std::string_view message, std::string_view request = {});
  void info(std::string_view message, std::string_view request = {});
  void warning(std::string_view message, std::string_view request = {});
  void error(std::string_view message, std::string_view request = {});
  /// Whether a message of this level is written: for messages that cost something to make.
  [[nodiscard]] bool wants(Level level) const;

 private:
  struct Sink;
  std::unique_ptr<Sink> sink_;
};

}  // namespace signet::observe
