// SPDX-License-Identifier: Apache-2.0
#include "child.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace signet::cli {

ChildEnvironment::ChildEnvironment(bool inherit) {
  if (!inherit) return;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos) set(text.substr(0, equals), text.substr(equals + 1));
  }
}

void ChildEnvironment::set(std::string_view name, std::string_view value) {
  SecretBytes entry;
  entry.reserve(name.size() + value.size() + 2);
  for (const auto part : {name, std::string_view("="), value, std::string_view("\0", 1)}) entry.append(as_bytes(part));
  const auto is_same = [&](const SecretBytes& other) {
    const auto text = other.expose_text();
    return text.starts_with(name) && text.size() > name.size() && text[name.size()] == '=';
  };
  const auto same = std::ranges::find_if(entries_, is_same);
  if (same != entries_.end()) {
    *same = std::move(entry);
  } else {
    entries_.push_back(std::move(entry));
  }
}

std::vector<char*> ChildEnvironment::pointers() {
  std::vector<char*> all;
  for (auto& entry : entries_) all.push_back(reinterpret_cast<char*>(entry.expose_mutable().data()));
  all.push_back(nullptr);
  return all;
}

std::expected<pid_t, int> start_child(const std::vector<std::string>& words, ChildEnvironment& environment,
                                      const sigset_t& signals) {
  std::vector<std::string> copy = words;
  std::vector<char*> arguments;
  for (auto& word : copy) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawnattr_t attributes;
  if (const int error = ::posix_spawnattr_init(&attributes); error != 0) return std::unexpected(error);
  int error = ::posix_spawnattr_setsigmask(&attributes, &signals);
  if (error == 0) error = ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  pid_t child = 0;
  if (error == 0) {
    error = ::posix_spawnp(&child, arguments.front(), nullptr, &attributes, arguments.data(),
                           environment.pointers().data());
  }
  ::posix_spawnattr_destroy(&attributes);
  if (error != 0) return std::unexpected(error);
  return child;
}

int exit_code_of_status(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

}  // namespace signet::cli
