// SPDX-License-Identifier: Apache-2.0
// One run of the program: what was said for every command, who we are, and how results are shown.
#pragma once

#include "console.hpp"
#include "describe.hpp"
#include "record.hpp"
#include "signet/client/admin_client.hpp"
#include "signet/client/client.hpp"
#include "signet/client/environment.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet::cli {

using client::Result;

/// Said before or behind any command.
struct GlobalOptions {
  bool json = false;
  std::string print = {};     // only this field, for scripts
  std::string url = {};       // instead of the identity's
  std::string identity = {};  // of a machine
  std::string operator_ = {};
  std::string vault = {};
  std::string ca_file = {};
  std::vector<std::string> words_after_dashes = {};  // as the shell gave them
};

class Session {
 public:
  Session(const GlobalOptions& options, Console& console, client::Environment environment)
      : options_(options), console_(console), environment_(std::move(environment)) {}

  [[nodiscard]] Console& console() { return console_; }
  [[nodiscard]] const client::Environment& environment() const { return environment_; }
  [[nodiscard]] bool json() const { return options_.json; }
  [[nodiscard]] client::ConnectOptions connect() const;
  /// --url or $SIGNET_URL; empty if neither.
  [[nodiscard]] std::string url() const;

  /// --vault or $SIGNET_VAULT; empty if neither.
  [[nodiscard]] std::string chosen_vault() const;

  // Who we are, with the address that was said.
  [[nodiscard]] Result<client::Identity> identity() const;
  [[nodiscard]] Result<client::OperatorIdentity> operator_identity() const;
  [[nodiscard]] Result<client::Client> machine() const;
  [[nodiscard]] Result<client::AdminClient> admin() const;
  /// The chosen one, else the operator's own.
  [[nodiscard]] Result<client::VaultAdmin> vault() const;

  /// What stands behind "--".
  [[nodiscard]] const std::vector<std::string>& words_after_dashes() const { return options_.words_after_dashes; }

  /// The code to end with although all went well here: that of a program that was run.
  void exit_with(int code) { exit_code_ = code; }
  [[nodiscard]] int exit_code() const { return exit_code_; }

  [[nodiscard]] bool prints_field() const { return !options_.print.empty(); }

  /// One thing, or the field of it that --print names. Error: local, if it has no such field.
  [[nodiscard]] Result<void> show(const Record& record);
  /// Several, and where the rest begins.
  [[nodiscard]] Result<void> show(const std::vector<Record>& records, const std::optional<std::string>& next = {});
  /// Done, nothing to show: `sentence` for people, {} for scripts.
  void done(std::string_view sentence);
  /// A hint for people; scripts do not see it.
  void hint(std::string_view sentence);

  template <class T>
  [[nodiscard]] Result<void> show_result(const Result<T>& result) {
    if (!result) return std::unexpected(result.error());
    return show(describe(*result));
  }
  [[nodiscard]] Result<void> done_result(const Result<void>& result, std::string_view sentence) {
    if (result) done(sentence);
    return result;
  }

 private:
  [[nodiscard]] Result<void> print_field(const Record& record);

  const GlobalOptions& options_;
  Console& console_;
  client::Environment environment_;
  int exit_code_ = 0;
};

}  // namespace signet::cli
