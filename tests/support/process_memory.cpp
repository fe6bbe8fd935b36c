// SPDX-License-Identifier: Apache-2.0
#include "support/process_memory.hpp"

#include "support/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace signet::testing {
namespace {

constexpr std::size_t kAtOnce = 1 << 20;
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

std::size_t count_in(int memory, std::uint64_t begin, std::uint64_t end, std::string_view what) {
  std::size_t found = 0;
  std::vector<char> bytes(kAtOnce + what.size());
  for (auto at = begin; at < end; at += kAtOnce) {
    // Each piece reaches into the next one, by less than a match.
    const auto wanted = std::min<std::uint64_t>(end - at, kAtOnce + what.size() - 1);
    const auto got = pread(memory, bytes.data(), wanted, static_cast<off_t>(at));
    if (got <= 0) continue;  // pages that nobody may read
    const std::string_view text(bytes.data(), static_cast<std::size_t>(got));
    for (auto hit = text.find(what); hit != std::string_view::npos; hit = text.find(what, hit + 1)) ++found;
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
  const int memory = open(place(process, "mem").c_str(), O_RDONLY | O_CLOEXEC);
  if (memory < 0) throw std::runtime_error("the memory of another process cannot be opened");
  const Descriptor owned(memory);
  const Stopped stopped(process);
  std::size_t found = 0;
  std::ifstream maps(place(process, "maps"));
  for (std::string line; std::getline(maps, line);) {
    if (line.ends_with("[vvar]") || line.ends_with("[vsyscall]")) continue;
    std::size_t dash = 0;
    const auto begin = std::stoull(line, &dash, 16), end = std::stoull(line.substr(dash + 1), nullptr, 16);
    if (end - begin < kShadow) found += count_in(memory, begin, end, what);
  }
  return found;
}

}  // namespace signet::testing
