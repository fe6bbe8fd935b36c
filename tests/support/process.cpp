// SPDX-License-Identifier: Apache-2.0
#include "support/process.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

namespace signet::testing {
namespace {

constexpr auto kPatienceMillis = static_cast<int>(std::chrono::milliseconds(kPatience).count());
constexpr int kLookAgainMillis = 5;
constexpr int kCannotRun = 127;

/// A file in memory: unlike a pipe it never fills up. Like a pipe it is opened again by its owner only.
Descriptor memory_file(std::string_view content = {}) {
  Descriptor file(memfd_create("signet-test", MFD_CLOEXEC));
  if (write(file.number(), content.data(), content.size()) != static_cast<ssize_t>(content.size()) ||
      lseek(file.number(), 0, SEEK_SET) != 0 || fchmod(file.number(), 0600) != 0)
    throw std::system_error(errno, std::generic_category(), "memfd");
  return file;
}

std::string content_of(const Descriptor& file) {
  std::string content;
  std::array<char, 65536> part{};
  ssize_t got = 0;
  while ((got = pread(file.number(), part.data(), part.size(), static_cast<off_t>(content.size()))) > 0)
    content.append(part.data(), static_cast<std::size_t>(got));
  return content;
}

/// Settings of whoever runs the tests would change what they find; a proxy would stand between them and the server.
bool is_inherited(std::string_view variable) {
  if (variable.starts_with("SIGNET_") || variable.starts_with("SIKKERKEY_")) return false;
  const auto name = variable.substr(0, variable.find('='));
  return !name.ends_with("_proxy") && !name.ends_with("_PROXY");
}

std::vector<std::string> environment_of(const Command& command) {
  std::vector<std::string> all;
  for (char** one = environ; *one != nullptr; ++one)
    if (is_inherited(*one)) all.emplace_back(*one);
  for (const auto& [name, value] : command.environment) {
    std::erase_if(all, [&](const auto& one) { return one.starts_with(name + "="); });
    all.push_back(name + "=" + value);
  }
  return all;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

pid_t start(const Command& command, const Descriptor& out, const Descriptor& err) {
  auto arguments = command.arguments;
  auto variables = environment_of(command);
  const auto argv = pointers_to(arguments);
  const auto envp = pointers_to(variables);
  const auto in = memory_file(command.input);
  const auto parent = getpid();
  const auto id = fork();
  if (id < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (id > 0) return id;

  // The child of a process with threads: only calls that are safe in a signal handler.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(kCannotRun);
  dup2(in.number(), STDIN_FILENO);
  dup2(out.number(), STDOUT_FILENO);
  dup2(err.number(), STDERR_FILENO);
  ::signal(SIGXFSZ, SIG_IGN);  // too large a file is an error like any other
  if (command.largest_file) {
    const rlimit limit{*command.largest_file, RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  execvpe(argv[0], argv.data(), envp.data());
  _exit(kCannotRun);
}

}  // namespace

bool eventually(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    poll(nullptr, 0, kLookAgainMillis);
  }
  return true;
}

Descriptor::Descriptor(int number) : number_(number) {
  if (number < 0) throw std::system_error(errno, std::generic_category(), "no file descriptor");
}

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

Process::Process(const Command& command)
    : out_(memory_file()),
      err_(memory_file()),
      id_(start(command, out_, err_)),
      handle_(static_cast<int>(syscall(SYS_pidfd_open, id_, 0))) {}

Process::~Process() {
  if (code_) return;
  kill(id_, SIGKILL);
  waitpid(id_, nullptr, 0);
}

void Process::signal(int number) const {
  if (!code_) kill(id_, number);
}

void Process::limit_files(std::uint64_t largest) const {
  const rlimit limit{largest, RLIM_INFINITY};
  if (prlimit(id_, RLIMIT_FSIZE, &limit, nullptr) != 0)
    throw std::system_error(errno, std::generic_category(), "prlimit");
}

bool Process::running() const {
  pollfd wanted{handle_.number(), POLLIN, 0};
  return !code_ && poll(&wanted, 1, 0) == 0;
}

Ended Process::wait() {
  pollfd wanted{handle_.number(), POLLIN, 0};
  if (!code_) {
    if (poll(&wanted, 1, kPatienceMillis) != 1) throw std::runtime_error("a program does not end; it said: " + err());
    int status = 0;
    if (waitpid(id_, &status, 0) != id_) throw std::system_error(errno, std::generic_category(), "waitpid");
    code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  return {*code_, content_of(out_), content_of(err_)};
}

std::string Process::err() const { return content_of(err_); }

Ended run(const Command& command) { return Process(command).wait(); }

}  // namespace signet::testing
