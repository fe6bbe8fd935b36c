// SPDX-License-Identifier: Apache-2.0
// What signetd asks of the operating system about itself.
#pragma once

#include "app/exit_code.hpp"
#include "app/serve.hpp"

#include <chrono>
#include <cstddef>
#include <string>

#include <signal.h>

namespace signet::app {

/// No core dumps, no debugger of another process, files for the owner alone; and the cryptography does what it should.
/// For the commands that hold keys, before they do.
[[nodiscard]] Result<void> prepare_process();

/// Becomes `user` for good, with the groups it has, if root runs this; every step is checked. Nothing happens if `user`
/// is empty or is who runs this already. Before other threads.
[[nodiscard]] Result<void> become(const std::string& user);

/// Raises the limit of open files to `wanted` or as far as it may; returns what it is then.
[[nodiscard]] std::size_t raise_open_files(std::size_t wanted);

/// Ends the process with `code` after `grace`, from a thread of its own and without destructors: what must not be
/// waited for cannot hold it up.
void end_process_after(std::chrono::milliseconds grace, ExitCode code);

/// SIGTERM, SIGINT and SIGHUP as orders that one thread waits for. REQUIRES: made before any other thread, so that all
/// of them leave these signals to it. Ignores SIGPIPE.
class Signals {
 public:
  Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals();
  [[nodiscard]] Order wait();

 private:
  sigset_t ours_;
  sigset_t before_;
};

}  // namespace signet::app
