// SPDX-License-Identifier: Apache-2.0
// Standard input, output and error, and whether a person sits there. Nothing is buffered, so no copy of a value is left
// in a buffer.
#pragma once

#include "signet/client/error.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <cstddef>
#include <string_view>

namespace signet::cli {

class Console {
 public:
  Console();

  /// Exactly these bytes. Throws std::system_error if they cannot be written.
  void out(std::string_view text);
  /// For people, and for errors. What cannot be written is lost.
  void err(std::string_view text);

  /// All of standard input. Error: local if there is more than `most`.
  [[nodiscard]] client::Result<SecretBytes> read_all(std::size_t most);
  /// One line without its end, or nothing at the end of input. Byte by byte: what follows is left for the next.
  [[nodiscard]] std::optional<std::string> read_line();
  /// Asks for what must not be seen. Error: local without a terminal, or if it was broken off.
  [[nodiscard]] client::Result<SecretBytes> ask_hidden(std::string_view question);
  /// Asks for a yes. Error: local if it is not given, or there is nobody to ask.
  [[nodiscard]] client::Result<void> confirm(std::string_view question);

  [[nodiscard]] bool in_is_terminal() const { return in_is_terminal_; }
  [[nodiscard]] bool out_is_terminal() const { return out_is_terminal_; }

 private:
  bool in_is_terminal_;
  bool out_is_terminal_;
};

}  // namespace signet::cli
