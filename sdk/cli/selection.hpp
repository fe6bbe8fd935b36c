// SPDX-License-Identifier: Apache-2.0
// Which secrets a command is about, by name or id, and reading them.
#pragma once

#include "arguments.hpp"

#include <string>
#include <vector>

namespace signet::cli {

class Selection {
 public:
  enum class Offer : std::uint8_t { scopes, scopes_and_secrets };

  /// With single secrets: one of --all, --project, --application and --secret must be said.
  Selection(CLI::App& command, Offer offer);

  [[nodiscard]] Result<std::vector<client::ExportedSecret>> read(client::Client& client) const;
  /// Whether more can come to be selected.
  [[nodiscard]] bool is_open() const { return secrets_->empty(); }
  /// The ids of what is selected by now. REQUIRES: is_open().
  [[nodiscard]] Result<std::vector<std::string>> ids(client::Client& client) const;

 private:
  [[nodiscard]] Result<client::ExportScope> scope(client::Client& client) const;

  Offer offer_;
  Flag all_;
  Text project_;
  Text application_;
  std::shared_ptr<std::vector<std::string>> secrets_;
};

/// The ids of secrets that are named, or already ids. Errors: not_found, and local where several have the name.
[[nodiscard]] Result<std::vector<client::SecretItem>> find_secrets(client::Client& client,
                                                                   const std::vector<std::string>& names);

}  // namespace signet::cli
