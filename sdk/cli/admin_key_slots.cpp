// SPDX-License-Identifier: Apache-2.0
// The ways to the root key as the server has them, unsealing, and new root keys and project keys.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using client::AdminClient;
using client::WrappingKeyRotation;

constexpr std::size_t kMostShareText = 1'024;

template <class T>
Result<void> show_page(Session& session, const Result<client::Page<T>>& page) {
  if (!page) return std::unexpected(page.error());
  std::vector<Record> records;
  for (const auto& item : page->items) records.push_back(describe(item));
  return session.show(records);
}

}  // namespace

Action define_key_slot_list(CLI::App&) {
  return as_operator([](Session& session, AdminClient& admin) { return show_page(session, admin.key_slots()); });
}

Action define_unseal(CLI::App& command) {
  const auto source = option(command, "--share-file", "FILE", "Holds the share; without it, standard input does");
  return as_operator([=](Session& session, AdminClient& admin) -> Result<void> {
    const auto text = read_input(session.console(), source->empty() ? "-" : *source, kMostShareText);
    if (!text) return std::unexpected(text.error());
    return session.show_result(admin.unseal(trimmed(*text)));
  });
}

Action define_rotate_root_key(CLI::App& command) {
  const Confirmation confirmation(command);
  return as_operator([=](Session& session, AdminClient& admin) -> Result<void> {
    if (auto sure = confirmation.ask(session, "There will be a new root key; backups made before need the former one.");
        !sure)
      return sure;
    return session.show_result(admin.rotate_root_key());
  });
}

Action define_rotate_project_key(CLI::App& command) {
  const auto project = positional(command, "PROJECT", "Its id");
  return as_operator([=](Session& session, AdminClient& admin) {
    return session.show_result(admin.rotate_project_key(*project));
  });
}

Action define_key_rotation_list(CLI::App&) {
  return as_operator([](Session& session, AdminClient& admin) { return show_page(session, admin.key_rotations()); });
}

}  // namespace signet::cli
