// SPDX-License-Identifier: Apache-2.0
#include "faults/unsynced.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace signet::testing {
namespace {

constexpr std::int64_t kTruncates = -1;  // in place of a length

}  // namespace

Unsynced::Unsynced(const std::filesystem::path& file)
    : descriptor_(open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), file.string());
}

Unsynced::~Unsynced() { close(descriptor_); }

void Unsynced::write(std::int64_t at, std::int64_t size_before, std::span<const char> before,
                     std::span<const char> after) {
  append(at, size_before, before, static_cast<std::int64_t>(after.size()), after);
}

void Unsynced::truncate(std::int64_t at, std::int64_t size_before, std::span<const char> before) {
  append(at, size_before, before, kTruncates, {});
}

void Unsynced::synced() {
  if (ftruncate(descriptor_, 0) != 0) throw std::system_error(errno, std::generic_category(), "unsynced");
}

// In one call: a process that is killed leaves whole records.
void Unsynced::append(std::int64_t at, std::int64_t size_before, std::span<const char> before, std::int64_t length,
                      std::span<const char> after) {
  const std::array<std::int64_t, 4> head{at, size_before, static_cast<std::int64_t>(before.size()), length};
  std::vector<char> record(sizeof head);
  std::memcpy(record.data(), head.data(), sizeof head);
  record.insert(record.end(), before.begin(), before.end());
  record.insert(record.end(), after.begin(), after.end());
  if (::write(descriptor_, record.data(), record.size()) != static_cast<ssize_t>(record.size()))
    throw std::system_error(errno, std::generic_category(), "unsynced");
}

}  // namespace signet::testing
