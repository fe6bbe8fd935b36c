// SPDX-License-Identifier: Apache-2.0
#include "app/process.hpp"

#include "signet/crypto/keys.hpp"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

namespace signet::app {

Result<void> prepare_process() {
  umask(077);
  const rlimit no_core{0, 0};
  if (setrlimit(RLIMIT_CORE, &no_core) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0 ||
      prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return fail(ExitCode::machine, "core dumps cannot be switched off, and one would contain keys");
  try {
    crypto::self_test();
  } catch (const std::exception& error) {
    return fail(ExitCode::machine, fmt::format("the self-test of the cryptography failed ({}): reinstall signetd, or "
                                               "check this machine's memory",
                                               error.what()));
  }
  return {};
}

std::size_t raise_open_files(std::size_t wanted) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return 0;
  if (files.rlim_cur >= wanted) return files.rlim_cur;
  auto raised = files;
  raised.rlim_cur = std::min<rlim_t>(files.rlim_max, wanted);
  return setrlimit(RLIMIT_NOFILE, &raised) == 0 ? raised.rlim_cur : files.rlim_cur;
}

void end_process_after(std::chrono::milliseconds grace, ExitCode code) {
  try {
    std::thread([grace, code] {
      std::this_thread::sleep_for(grace);
      std::_Exit(static_cast<int>(code));
    }).detach();
  } catch (const std::system_error&) {
    std::_Exit(static_cast<int>(code));
  }
}

Signals::Signals() {
  signal(SIGPIPE, SIG_IGN);
  sigemptyset(&ours_);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&ours_, number);
  pthread_sigmask(SIG_BLOCK, &ours_, &before_);
}

Signals::~Signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

Order Signals::wait() {
  int number = 0;
  while (sigwait(&ours_, &number) != 0) {
  }
  return number == SIGHUP ? Order::reload : Order::stop;
}

}  // namespace signet::app
