// SPDX-License-Identifier: Apache-2.0
// An installation that `signetd init` made in a folder of its own, and the server on it: one process, one database, one
// free port of 127.0.0.1.
#pragma once

#include "support/process.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace signet::testing {

class Signetd {
 public:
  /// What `init` is told beside the places of its folders.
  explicit Signetd(const std::vector<std::string>& init_flags = {});
  Signetd(const Signetd&) = delete;
  Signetd& operator=(const Signetd&) = delete;
  ~Signetd();

  std::filesystem::path folder;
  std::filesystem::path data;
  std::filesystem::path root_key;
  std::filesystem::path operator_folder;
  [[nodiscard]] std::filesystem::path database() const { return data / "signet.db"; }
  /// What `serve` is told beside those places.
  std::vector<std::string> flags = {};
  /// What `serve` reads on standard input.
  std::string input = {};
  /// What its commands and `serve` find in their environment.
  std::map<std::string, std::string> environment = {};
  std::uint16_t wanted_port = 0;  // any free one

  /// Returns when it listens. Throws, with what it said, if it ends instead.
  void start();
  /// By SIGTERM.
  Ended stop();
  /// By SIGKILL.
  void kill();
  void signal(int number) const { server_->signal(number); }
  [[nodiscard]] pid_t process() const { return server_->id(); }
  /// From now on nothing more can be added to its files.
  void break_disk() const;
  /// After a signal that somebody else gave.
  Ended wait();

  /// A command of signetd with this installation's settings, to its end. Of `serve` that is one that does not start.
  [[nodiscard]] Ended command(std::vector<std::string> arguments) const;
  /// The same, ready to be changed.
  [[nodiscard]] Command make_command(std::vector<std::string> arguments) const;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const;
  /// All that the server said, in all its runs.
  [[nodiscard]] std::string log() const;

 private:
  std::unique_ptr<Process> server_;
  std::uint16_t port_ = 0;
  std::string earlier_log_;
};

}  // namespace signet::testing
