// SPDX-License-Identifier: Apache-2.0
#include "run.hpp"

#include <cstdio>
#include <exception>

int main(int argc, char** argv) try { return signet::cli::run(argc, argv); } catch (const std::exception& error) {
  // Only what the world can cause gets here: no memory, a closed or full standard output.
  std::fprintf(stderr, "signet: %s\n", error.what());
  return 1;
}
