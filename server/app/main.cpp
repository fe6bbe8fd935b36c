// SPDX-License-Identifier: Apache-2.0
#include "app/command_line.hpp"

#include <exception>
#include <iostream>

int main(int argc, char** argv) try {
  using namespace signet::app;
  return static_cast<int>(run({argv + 1, argv + argc}, environment_of_process(), std::cout, std::cerr));
} catch (const std::exception& error) {
  std::cerr << "signetd: " << error.what() << '\n';
  return static_cast<int>(signet::app::ExitCode::machine);
}
