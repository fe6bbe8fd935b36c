// SPDX-License-Identifier: Apache-2.0
#include "witness_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>

namespace signet::app {
namespace {

constexpr std::size_t kMostLines = 4'096;

/// An errno, or 0. Opened each time, so that it may be moved away, and a disk that was not there may come back. One
/// write, so that no line is mixed with that of another server; what a full disk left of a line is taken back.
int try_append(const std::filesystem::path& path, const std::string& line) {
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0644);
  if (file < 0) return errno;
  const auto before = ::lseek(file, 0, SEEK_END);
  int error = 0;
  const auto written = ::write(file, line.data(), line.size());
  if (written != static_cast<ssize_t>(line.size())) {
    error = written < 0 ? errno : ENOSPC;
    if (written > 0 && ::ftruncate(file, before) != 0) error = errno;
  } else if (::fsync(file) != 0) {
    error = errno;
  }
  if (::close(file) != 0 && error == 0) error = errno;
  return error;
}

}  // namespace

/// What the thread has, which may outlive the object: nothing ends a write to a share that is dead.
struct WitnessFile::Lines {
  using Time = std::chrono::steady_clock::time_point;

  const std::filesystem::path file;
  const std::chrono::milliseconds patience;
  std::mutex mutex = {};
  std::condition_variable changed = {};
  observe::Log* log;  // null: the object is gone
  std::deque<std::string> waiting = {};  // the first is being written
  Time progress = {};
  bool failing = false;

  void failed(const std::string& why) {
    if (!failing && log != nullptr)
      log->error(fmt::format("the witness file {} cannot be written: {}", file.string(), why));
    failing = true;
  }

  void write() {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [&] { return log == nullptr || !waiting.empty(); });
      if (log == nullptr) return;
      const auto line = waiting.front();
      lock.unlock();
      const int error = try_append(file, line);
      lock.lock();
      waiting.pop_front();
      progress = std::chrono::steady_clock::now();
      if (error == 0)
        failing = false;
      else
        failed(std::generic_category().message(error));
      changed.notify_all();
    }
  }
};

WitnessFile::WitnessFile(std::filesystem::path file, observe::Log& log, std::chrono::milliseconds patience)
    : lines_(new Lines{.file = std::move(file), .patience = patience, .log = &log}) {
  std::thread([lines = lines_] { lines->write(); }).detach();
}

WitnessFile::~WitnessFile() {
  std::unique_lock lock(lines_->mutex);
  lines_->changed.wait_for(lock, lines_->patience, [&] { return lines_->waiting.empty(); });
  lines_->log = nullptr;
  lines_->changed.notify_all();
}

void WitnessFile::append(const std::string& line) {
  const std::scoped_lock lock(lines_->mutex);
  auto& waiting = lines_->waiting;
  const auto now = std::chrono::steady_clock::now();
  if (waiting.empty()) lines_->progress = now;
  if (waiting.size() >= kMostLines || now - lines_->progress > lines_->patience)
    return lines_->failed("it does not answer");
  waiting.push_back(line);
  lines_->changed.notify_all();
}

}  // namespace signet::app
