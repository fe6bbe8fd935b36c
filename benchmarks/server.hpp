// SPDX-License-Identifier: Apache-2.0
// A real signetd in a folder of its own, for as long as a benchmark runs.
#pragma once

#include "signet/client/error.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace signet::benchmark {

template <class T>
T must(client::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

struct Server {
  std::filesystem::path folder;
  pid_t process = 0;
  int port = 0;

  explicit Server(const char* signetd) {
    std::string pattern = "/tmp/signet-bench-XXXXXX";
    folder = mkdtemp(pattern.data());
    const auto root_key = (folder / "root.key").string(), data = (folder / "data").string();
    const auto port_file = folder / "port";
    run({signetd, "init", "--data-dir", data, "--root-key-file", root_key, "--operator-dir",
         (folder / "operator").string()});
    process = start({signetd, "serve", "--data-dir", data, "--root-key-file", root_key, "--port", "0", "--port-file",
                     port_file.string(), "--set", "limits.requests_per_identity=0"});
    while (!(std::ifstream(port_file) >> port)) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ~Server() {
    kill(process, SIGTERM);
    waitpid(process, nullptr, 0);
    std::filesystem::remove_all(folder);
  }
  [[nodiscard]] std::string url() const { return "http://localhost:" + std::to_string(port); }

  /// User and system time of the process, in microseconds.
  [[nodiscard]] double cpu() const {
    std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    std::getline(stat, line);
    std::istringstream fields(line.substr(line.rfind(')') + 2));
    std::string skipped;
    for (int i = 3; i < 14; ++i) fields >> skipped;
    double user = 0, system = 0;
    fields >> user >> system;
    return (user + system) * 1e6 / static_cast<double>(sysconf(_SC_CLK_TCK));
  }
  [[nodiscard]] long resident_kib() const {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(status, line);)
      if (line.starts_with("VmRSS:")) return std::atol(line.c_str() + 6);
    return 0;
  }

 private:
  static pid_t start(const std::vector<std::string>& words) {
    const pid_t child = fork();
    if (child != 0) return child;
    std::vector<char*> argv;
    for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    (void)!freopen("/dev/null", "w", stdout);
    (void)!freopen("/dev/null", "w", stderr);
    execv(argv[0], argv.data());
    _exit(127);
  }
  static void run(const std::vector<std::string>& words) {
    int status = 0;
    waitpid(start(words), &status, 0);
    if (status != 0) throw std::runtime_error("signetd init failed");
  }
};

}  // namespace signet::benchmark
