// SPDX-License-Identifier: Apache-2.0
#include "supervisor.hpp"

#include "child.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>
#include <thread>

namespace signet::cli {
namespace {

constexpr std::array kPassedOn{SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};

bool ends_programs(int signal) {
  return signal == SIGTERM || signal == SIGINT || signal == SIGHUP || signal == SIGQUIT;
}

}  // namespace

Supervisor::Supervisor(std::chrono::seconds grace) : grace_(grace) {
  sigset_t ours{};
  sigemptyset(&ours);
  for (const int signal : kPassedOn) sigaddset(&ours, signal);
  sigaddset(&ours, SIGCHLD);
  ::pthread_sigmask(SIG_BLOCK, &ours, &before_);
  signals_ = ::signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK);
  wish_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (signals_ < 0 || wish_ < 0) throw std::system_error(errno, std::generic_category(), "cannot wait for signals");
}

Supervisor::~Supervisor() {
  ::close(signals_);
  ::close(wish_);
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void Supervisor::restart() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wish_, &one, sizeof one);  // full means that it is known already
}

std::optional<int> Supervisor::take_ending() const {
  signalfd_siginfo about{};
  while (::read(signals_, &about, sizeof about) == sizeof about) {
    if (const int signal = static_cast<int>(about.ssi_signo); ends_programs(signal)) return signal;
  }
  return std::nullopt;
}

std::optional<int> Supervisor::heed(const std::function<void()>& work, const std::function<void()>& break_off) {
  std::optional<int> ending;
  {
    const std::jthread listener([&](const std::stop_token& over) {
      const std::stop_callback wake(over, [this] { restart(); });
      while (!ending && !over.stop_requested()) {
        std::array<pollfd, 2> both{{{signals_, POLLIN, 0}, {wish_, POLLIN, 0}}};
        if (::poll(both.data(), both.size(), -1) > 0) ending = take_ending();
      }
      if (ending) break_off();
    });
    work();
  }
  std::uint64_t wishes = 0;
  [[maybe_unused]] const auto forgotten = ::read(wish_, &wishes, sizeof wishes);
  return ending ? ending : take_ending();
}

int Supervisor::run(const std::function<std::expected<pid_t, int>()>& start) {
  do {
    again_ = false;
    ended_.reset();
    kill_at_.reset();
    const auto child = start();
    if (!child) return child.error();
    child_ = *child;
    while (!ended_) {
      if (wait_for_something()) end_child();
    }
  } while (again_);
  return *ended_;
}

/// True if the program is wished away.
bool Supervisor::wait_for_something() {
  using namespace std::chrono;
  int patience = -1;
  if (kill_at_) {
    patience = static_cast<int>(duration_cast<milliseconds>(*kill_at_ - steady_clock::now()).count());
    if (patience <= 0) {
      ::kill(child_, SIGKILL);
      kill_at_.reset();
      patience = -1;
    }
  }
  std::array<pollfd, 2> both{{{signals_, POLLIN, 0}, {wish_, POLLIN, 0}}};
  if (::poll(both.data(), both.size(), patience) <= 0) return false;
  if (both[0].revents != 0) handle_signal();
  std::uint64_t wishes = 0;
  return !ended_ && ::read(wish_, &wishes, sizeof wishes) == sizeof wishes;
}

void Supervisor::end_child() {
  again_ = true;
  ::kill(child_, SIGTERM);
  kill_at_ = std::chrono::steady_clock::now() + grace_;
}

void Supervisor::handle_signal() {
  signalfd_siginfo about{};
  while (::read(signals_, &about, sizeof about) == sizeof about) {
    const int signal = static_cast<int>(about.ssi_signo);
    if (signal == SIGCHLD) {
      int status = 0;
      if (::waitpid(child_, &status, WNOHANG) == child_) ended_ = exit_code_of_status(status);
      continue;
    }
    if (ends_programs(signal)) again_ = false;
    // What a terminal sends goes to every process in front of it, so the program has it already.
    if (!ended_ && about.ssi_code <= 0) ::kill(child_, signal);
  }
}

}  // namespace signet::cli
