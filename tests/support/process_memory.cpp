// SPDX-License-Identifier: Apache-2.0
#include "support/process_memory.hpp"

#include "support/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace signet::testing {
namespace {

constexpr std::uint64_t kPage = 4'096;
constexpr std::size_t kPagesAtOnce = 256;
// A sanitizer reserves terabytes for its own notes about every byte; nothing of the program is in there.
constexpr std::uint64_t kShadow = std::uint64_t{1} << 36;

std::string place(pid_t process, const char* file) { return "/proc/" + std::to_string(process) + "/" + file; }

/// Until then threads may still run.
class Stopped {
 public:
  explicit Stopped(pid_t process) : process_(process) {
    kill(process, SIGSTOP);
    if (!eventually([&] { return status_of(process, "State").starts_with("T"); }))
      throw std::runtime_error("the process does not stop");
  }
  Stopped(const Stopped&) = delete;
  Stopped& operator=(const Stopped&) = delete;
  ~Stopped() { kill(process_, SIGCONT); }

 private:
  pid_t process_;
};

/// Of `pages`, from the address `at` on, those that have ever been touched: proc_pid_pagemap(5), in memory or in swap.
std::size_t touched(int page_map, std::uint64_t at, std::size_t pages) {
  constexpr std::uint64_t kPresentOrSwapped = std::uint64_t{3} << 62;
  std::array<std::uint64_t, 16 * kPagesAtOnce> entries{};
  const auto wanted = std::min(pages, entries.size()) * sizeof entries[0];
  const auto got = pread(page_map, entries.data(), wanted, static_cast<off_t>(at / kPage * sizeof entries[0]));
  if (got != static_cast<ssize_t>(wanted)) throw std::runtime_error("the page map of another process cannot be read");
  return static_cast<std::size_t>(
      std::ranges::count_if(entries, [](std::uint64_t entry) { return (entry & kPresentOrSwapped) != 0; }));
}

struct Opened {
  Descriptor memory;
  Descriptor page_map;
};

std::size_t count_in(const Opened& opened, std::uint64_t begin, std::uint64_t end, std::string_view what) {
  constexpr auto kAtOnce = kPagesAtOnce * kPage;
  std::size_t found = 0;
  std::vector<char> bytes(kAtOnce + what.size());
  for (auto at = begin; at < end;) {
    // A stretch without memory is left out at once.
    if (touched(opened.page_map.number(), at, (end - at) / kPage) == 0) {
      at += 16 * kAtOnce;
      continue;
    }
    for (const auto stretch = std::min(end, at + 16 * kAtOnce); at < stretch; at += kAtOnce) {
      if (touched(opened.page_map.number(), at, std::min<std::uint64_t>((end - at) / kPage, kPagesAtOnce)) == 0)
        continue;
      // Each piece reaches into the next one, by less than a match.
      const auto wanted = std::min<std::uint64_t>(end - at, kAtOnce + what.size() - 1);
      const auto got = pread(opened.memory.number(), bytes.data(), wanted, static_cast<off_t>(at));
      if (got <= 0) continue;  // pages that nobody may read
      const std::string_view text(bytes.data(), static_cast<std::size_t>(got));
      for (auto hit = text.find(what); hit != std::string_view::npos; hit = text.find(what, hit + 1)) ++found;
    }
  }
  return found;
}

}  // namespace

std::string status_of(pid_t process, std::string_view name) {
  std::ifstream lines(place(process, "status"));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(std::string(name) + ":")) continue;
    const auto value = line.find_first_not_of(" \t", name.size() + 1);
    return value == std::string::npos ? "" : line.substr(value);
  }
  return "";
}

bool may_look_into(pid_t process) {
  const int memory = open(place(process, "mem").c_str(), O_RDONLY | O_CLOEXEC);
  if (memory >= 0) close(memory);
  return memory >= 0;
}

std::size_t count_in_memory(pid_t process, std::string_view what) {
  const auto open_or_throw = [&](const char* file) {
    const int opened = open(place(process, file).c_str(), O_RDONLY | O_CLOEXEC);
    if (opened < 0) throw std::runtime_error("the memory of another process cannot be opened");
    return Descriptor(opened);
  };
  const Opened opened{open_or_throw("mem"), open_or_throw("pagemap")};
  const Stopped stopped(process);
  std::size_t found = 0;
  std::ifstream maps(place(process, "maps"));
  for (std::string line; std::getline(maps, line);) {
    if (line.ends_with("[vvar]") || line.ends_with("[vsyscall]")) continue;
    std::size_t dash = 0;
    const auto begin = std::stoull(line, &dash, 16), end = std::stoull(line.substr(dash + 1), nullptr, 16);
    if (end - begin < kShadow) found += count_in(opened, begin, end, what);
  }
  return found;
}

}  // namespace signet::testing
