// SPDX-License-Identifier: Apache-2.0
#include "sqlite/sentences.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

namespace signet::store {

std::string file_sentence(const std::string& file, int error_number) {
  switch (error_number) {
    case ENOENT: return fmt::format("{} cannot be made: its folder does not exist; make it first", file);
    case EACCES:
    case EPERM: return fmt::format("{} cannot be used: this user may not read and write it; correct its owner", file);
    case EROFS: return fmt::format("{} lies on a disk that is read-only: make it writable or use another", file);
    case ENOSPC:
    case EDQUOT: return fmt::format("{} cannot be written: the disk is full; free some space", file);
    default: return fmt::format("{} cannot be used: {}", file, std::generic_category().message(error_number));
  }
}

std::string damaged_sentence(const std::string& file, const std::string& detail) {
  return fmt::format("{} is damaged ({}): nothing was changed; put a backup in its place", file, detail);
}

std::string database_sentence(const std::string& file, const SqliteError& error) {
  switch (error.primary()) {
    case SQLITE_NOTADB: return fmt::format("{} is not a database of Signet: name the right file", file);
    case SQLITE_CORRUPT: return damaged_sentence(file, error.what());
    case SQLITE_FULL: return fmt::format("{} cannot be written: the disk is full; free some space", file);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return fmt::format("{} or its folder cannot be written by this user: correct owner, modes or mount ({})", file,
                         error.what());
    case SQLITE_IOERR: return fmt::format("reading or writing {} failed: check the disk ({})", file, error.what());
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return fmt::format("{} is in use by another program: end it first", file);
    default: return fmt::format("{} cannot be used: {}", file, error.what());
  }
}

}  // namespace signet::store
