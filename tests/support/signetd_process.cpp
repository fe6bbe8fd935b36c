// SPDX-License-Identifier: Apache-2.0
#include "support/signetd_process.hpp"

#include <signal.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace signet::testing {
namespace {

std::filesystem::path make_folder() {
  auto name = (std::filesystem::temp_directory_path() / "signet-integration-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
  return std::filesystem::canonical(name);
}

}  // namespace

Signetd::Signetd(const std::vector<std::string>& init_flags)
    : folder(make_folder()),
      data(folder / "data"),
      root_key(folder / "root.key"),
      operator_folder(folder / "operator") {
  std::ofstream(folder / "signetd.toml") << "data_dir = \"" << data.string() << "\"\nroot_key_file = \""
                                         << root_key.string() << "\"\nthreads = 2\n[listen]\naddresses = "
                                         << "[\"127.0.0.1\"]\n[log]\nlevel = \"debug\"\n";
  std::vector<std::string> arguments{"init"};
  if (std::ranges::find(init_flags, "--operator-key") == init_flags.end())
    arguments.insert(arguments.end(), {"--operator-dir", operator_folder.string()});
  arguments.insert(arguments.end(), init_flags.begin(), init_flags.end());
  if (const auto made = command(std::move(arguments)); made.code != 0) throw std::runtime_error("init: " + made.err);
}

Signetd::~Signetd() {
  server_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

Command Signetd::make_command(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), SIGNETD_PROGRAM);
  arguments.insert(arguments.end(), {"--config", (folder / "signetd.toml").string()});
  return {.arguments = std::move(arguments), .environment = environment};
}

Ended Signetd::command(std::vector<std::string> arguments) const { return run(make_command(std::move(arguments))); }

void Signetd::start() {
  const auto port_file = folder / "port";
  std::filesystem::remove(port_file);  // a server that fell leaves its own behind
  std::vector<std::string> arguments{"serve", "--port", std::to_string(wanted_port), "--port-file", port_file.string()};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  auto command = make_command(std::move(arguments));
  command.input = input;
  server_ = std::make_unique<Process>(command);
  const bool listens = eventually([&] { return std::filesystem::exists(port_file) || !server_->running(); });
  // A name that is there is a file that is whole.
  if (!listens || !(std::ifstream(port_file) >> port_)) throw std::runtime_error("signetd did not start: " + log());
}

Ended Signetd::wait() {
  auto ended = server_->wait();
  earlier_log_ += ended.err;
  server_.reset();
  return ended;
}

Ended Signetd::stop() {
  server_->signal(SIGTERM);
  return wait();
}

void Signetd::kill() {
  server_->signal(SIGKILL);
  static_cast<void>(wait());
}

void Signetd::break_disk() const {
  constexpr std::uint64_t kLongerThanItsWords = 64 * 1024;
  server_->limit_files(kLongerThanItsWords);
}

std::string Signetd::url() const {
  const bool tls = std::ranges::find(flags, "--tls-certificate") != flags.end();
  return (tls ? "https://localhost:" : "http://localhost:") + std::to_string(port_);
}

std::string Signetd::log() const { return earlier_log_ + (server_ ? server_->err() : ""); }

}  // namespace signet::testing
