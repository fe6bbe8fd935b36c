// SPDX-License-Identifier: Apache-2.0
#include "faults/faults.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace signet::testing {

Faults& share_faults(const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  void* shared = MAP_FAILED;
  if (descriptor >= 0 && ftruncate(descriptor, sizeof(Faults)) == 0)
    shared = mmap(nullptr, sizeof(Faults), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (shared == MAP_FAILED) throw std::system_error(errno, std::generic_category(), file.string());
  close(descriptor);
  return *static_cast<Faults*>(shared);
}

}  // namespace signet::testing
