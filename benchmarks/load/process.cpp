// SPDX-License-Identifier: Apache-2.0
#include "process.hpp"

#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace signet::load {
namespace {

std::filesystem::path proc(pid_t process, const char* file) {
  return std::filesystem::path("/proc") / std::to_string(process) / file;
}

/// The number behind `name` in a file of `name: number` lines.
std::optional<std::uint64_t> field(const std::filesystem::path& file, const std::string& name) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(name + ":")) return std::stoull(line.substr(name.size() + 1));
  return std::nullopt;
}

}  // namespace

Used used_by(pid_t process) {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0)
    throw std::runtime_error("there is no process " + std::to_string(process));
  Used used{.cpu_us = static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3,
            .storage_bytes = field(proc(process, "io"), "write_bytes")};
  std::ifstream in(proc(process, "stat"));
  std::string line;
  std::getline(in, line);
  const auto name_end = line.rfind(')');
  if (name_end == std::string::npos) throw std::runtime_error("/proc does not say what the process has used");
  // After the name: the state is the third field of all, the two times are the 14th and the 15th.
  std::istringstream fields(line.substr(name_end + 1));
  std::string skipped;
  for (int i = 3; i < 14; ++i) fields >> skipped;
  fields >> used.user_us >> used.system_us;
  const auto tick_us = 1e6 / static_cast<double>(sysconf(_SC_CLK_TCK));
  used.user_us *= tick_us;
  used.system_us *= tick_us;
  return used;
}

Memory memory_of(pid_t process) {
  const auto megabytes = [&](const char* name) {
    return static_cast<double>(field(proc(process, "status"), name).value_or(0)) / 1'024;
  };
  return {megabytes("VmRSS"), megabytes("VmHWM")};
}

std::optional<Syncs> read_syncs(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  Syncs syncs;
  static_assert(sizeof syncs == 3 * sizeof(std::uint64_t));
  if (!in.read(reinterpret_cast<char*>(&syncs), sizeof syncs)) return std::nullopt;
  return syncs;
}

}  // namespace signet::load
