// SPDX-License-Identifier: Apache-2.0
// A disk that fails on request: a layer over SQLite's own file system that passes everything on, until it is told to
// answer an operation with an error.
#pragma once

#include <atomic>
#include <string>

namespace signet::store {

/// While one exists, every database opened afterwards lies on it. One at a time.
class FailingDisk {
 public:
  FailingDisk();
  ~FailingDisk();
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;

  // What these operations answer on the write-ahead log; 0: as the real disk does.
  static std::atomic<int> log_write;
  static std::atomic<int> log_sync;
  /// How many of them fail before the disk is well again; negative: all.
  static std::atomic<int> failures_left;
  /// What taking the lock of the writer answers.
  static std::atomic<int> writer_lock;
  /// What opening any file for writing answers.
  static std::atomic<int> open_for_writing;
};

}  // namespace signet::store
