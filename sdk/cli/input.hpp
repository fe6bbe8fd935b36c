// SPDX-License-Identifier: Apache-2.0
// How secret values and tokens get in: never in a command line, which every user of the machine can read.
#pragma once

#include "command.hpp"
#include "session.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace signet::cli {

/// A file's bytes, or standard input's for "-". Error: local, also beyond `most` bytes.
[[nodiscard]] Result<SecretBytes> read_input(Console& console, const std::string& source, std::size_t most);
/// Without line ends and spaces around it, for tokens and the like.
[[nodiscard]] SecretBytes trimmed(const SecretBytes& text);

/// The value of a secret, from standard input, a file, or a prompt; or its fields.
class ValueArguments {
 public:
  explicit ValueArguments(CLI::App& command);
  [[nodiscard]] Result<client::NewValue> read(Session& session) const;

 private:
  [[nodiscard]] Result<SecretBytes> read_single(Session& session) const;
  [[nodiscard]] Result<SecretBytes> read_field(Session& session, const std::string& name,
                                               const std::string& source) const;

  std::shared_ptr<std::string> file_;
  std::shared_ptr<std::vector<std::string>> fields_;
  std::shared_ptr<bool> trim_;
};

}  // namespace signet::cli
