// SPDX-License-Identifier: Apache-2.0
// signetd-faults: the whole of signetd on a disk and by clocks that a test can break. FAULTS_FILE names the memory that
// says how. With UNSYNCED, a folder, it keeps there what a loss of power would take, from which with DISK_LIES no sync
// takes anything away. Never installed.
#include "app/command_line.hpp"
#include "faults/faulty_clock.hpp"
#include "faults/faulty_disk.hpp"

#include <cstdlib>
#include <exception>
#include <iostream>

int main(int argc, char** argv) try {
  using namespace signet;
  if (const auto* file = std::getenv("FAULTS_FILE")) {
    auto& faults = testing::share_faults(file);
    const auto* unsynced = std::getenv("UNSYNCED");
    testing::put_databases_on(faults, unsynced ? std::optional<std::filesystem::path>(unsynced) : std::nullopt,
                              std::getenv("DISK_LIES") != nullptr);
    testing::show_times_of(faults);
  }
  return static_cast<int>(app::run({argv + 1, argv + argc}, app::environment_of_process(), std::cout, std::cerr));
} catch (const std::exception& error) {
  std::cerr << "signetd-faults: " << error.what() << '\n';
  return 1;
}
