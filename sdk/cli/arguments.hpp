// SPDX-License-Identifier: Apache-2.0
// The few kinds of arguments that commands are made of. Each is read through a pointer once everything is parsed, since
// the action outlives the function that defined it.
#pragma once

#include "command.hpp"
#include "failure.hpp"
#include "session.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <optional>
#include <string>

namespace signet::cli {

using Text = std::shared_ptr<std::string>;
using Flag = std::shared_ptr<bool>;

/// REQUIRES: `name` in capitals, as help shows it.
[[nodiscard]] Text positional(CLI::App& command, const std::string& name, const std::string& help);
[[nodiscard]] Text optional_positional(CLI::App& command, const std::string& name, const std::string& help);
/// Empty if it is not said.
[[nodiscard]] Text option(CLI::App& command, const std::string& flag, const std::string& type, const std::string& help);
[[nodiscard]] Text required_option(CLI::App& command, const std::string& flag, const std::string& type,
                                   const std::string& help);
using Number = std::shared_ptr<std::uint64_t>;
[[nodiscard]] Number number_positional(CLI::App& command, const std::string& name, const std::string& help);
/// --expect.
[[nodiscard]] std::shared_ptr<std::optional<std::uint64_t>> expected_version(CLI::App& command);
/// One of a few words, or empty if it is not said.
[[nodiscard]] Text choice(CLI::App& command, const std::string& flag, const std::vector<std::string>& words,
                          const std::string& help);
/// Said any number of times, each with one word.
[[nodiscard]] std::shared_ptr<std::vector<std::string>> options(CLI::App& command, const std::string& flag,
                                                                const std::string& type, const std::string& help);
/// Such as 90s, 30m, 24h, 7d; nothing if it is not said.
[[nodiscard]] std::shared_ptr<std::optional<std::chrono::seconds>> duration(CLI::App& command, const std::string& flag,
                                                                            const std::string& help);
[[nodiscard]] Flag flag(CLI::App& command, const std::string& name, const std::string& help);

/// --yes, and the question that it answers.
class Confirmation {
 public:
  explicit Confirmation(CLI::App& command) : yes_(flag(command, "-y,--yes", "Do not ask")) {}
  [[nodiscard]] Result<void> ask(Session& session, const std::string& question) const {
    if (*yes_) return {};
    return session.console().confirm(question);
  }

 private:
  Flag yes_;
};

/// --limit and --cursor of a list, and the walk over its pages.
class Paging {
 public:
  /// `usual` items at most if nothing is said; none: all of them.
  explicit Paging(CLI::App& command, std::optional<std::size_t> usual = {});

  template <class Fetch>
  [[nodiscard]] Result<void> show(Session& session, Fetch fetch) const {
    std::vector<Record> records;
    auto cursor = *cursor_ ? *cursor_ : std::optional<std::string>();
    do {
      const auto page = fetch(client::PageRequest{next_limit(records.size()), cursor});
      if (!page) return std::unexpected(page.error());
      for (const auto& item : page->items) records.push_back(describe(item));
      if (page->next && page->next == cursor) return fail_endless();
      cursor = page->next;
    } while (cursor && wants_more(records.size()));
    return session.show(records, cursor);
  }

 private:
  [[nodiscard]] std::optional<unsigned> next_limit(std::size_t have) const;
  [[nodiscard]] bool wants_more(std::size_t have) const { return !*limit_ || have < **limit_; }
  [[nodiscard]] static std::unexpected<client::Error> fail_endless();

  std::shared_ptr<std::optional<std::size_t>> limit_;
  std::shared_ptr<std::optional<std::string>> cursor_;
};

/// An action that works in one vault.
template <class Work>
[[nodiscard]] Action in_vault(Work work) {
  return [work = std::move(work)](Session& session) -> Result<void> {
    auto vault = session.vault();
    if (!vault) return std::unexpected(vault.error());
    return work(session, *vault);
  };
}

/// An action that works on the installation.
template <class Work>
[[nodiscard]] Action as_operator(Work work) {
  return [work = std::move(work)](Session& session) -> Result<void> {
    auto admin = session.admin();
    if (!admin) return std::unexpected(admin.error());
    return work(session, *admin);
  };
}

}  // namespace signet::cli
