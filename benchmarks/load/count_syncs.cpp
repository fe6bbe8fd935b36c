// SPDX-License-Identifier: Apache-2.0
// Loaded into the server with LD_PRELOAD: counts how often it waits for the disk and what it writes to the database,
// which the kernel tells nobody without special rights. It can also make every disk slow: each wait then takes at least
// so much longer.
//   COUNT_SYNCS_FILE      gets three 64-bit numbers: calls, their nanoseconds, bytes written
//   COUNT_SYNCS_DELAY_US  may be missing
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>

namespace {

struct Counts {
  std::atomic<std::uint64_t> calls, nanoseconds, written;
};

Counts* open_counts() {
  static Counts nowhere{};
  const char* file = std::getenv("COUNT_SYNCS_FILE");
  const int descriptor = file ? open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
  if (descriptor < 0 || ftruncate(descriptor, sizeof(Counts)) != 0) return &nowhere;
  void* memory = mmap(nullptr, sizeof(Counts), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  close(descriptor);
  return memory == MAP_FAILED ? &nowhere : static_cast<Counts*>(memory);
}

Counts& counts() {
  static Counts* const opened = open_counts();
  return *opened;
}

long delay_us() {
  static const long delay = [] {
    const char* text = std::getenv("COUNT_SYNCS_DELAY_US");
    return text ? std::atol(text) : 0;
  }();
  return delay;
}

std::uint64_t now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
}

int counted(long number, int descriptor) {
  const auto begin = now();
  const auto result = static_cast<int>(syscall(number, descriptor));
  if (const auto delay = delay_us(); delay > 0) {
    const timespec time{delay / 1'000'000, delay % 1'000'000 * 1'000};
    nanosleep(&time, nullptr);
  }
  counts().calls += 1;
  counts().nanoseconds += now() - begin;
  return result;
}

ssize_t counted_write(int descriptor, const void* bytes, size_t size, off_t offset) {
  const auto written = syscall(SYS_pwrite64, descriptor, bytes, size, offset);
  if (written > 0) counts().written += static_cast<std::uint64_t>(written);
  return written;
}

}  // namespace

extern "C" {
int fsync(int descriptor) { return counted(SYS_fsync, descriptor); }
int fdatasync(int descriptor) { return counted(SYS_fdatasync, descriptor); }
ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
  return counted_write(descriptor, bytes, size, offset);
}
ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off_t offset) {
  return counted_write(descriptor, bytes, size, offset);
}
}
