// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/history.hpp"

namespace signet::store {

class SqliteHistoryReads final : public HistoryReads {
 public:
  explicit SqliteHistoryReads(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

class SqliteHistoryWrites final : public HistoryWrites {
 public:
  explicit SqliteHistoryWrites(Writer& writer) : writer_(writer) {}

 private:
  [[maybe_unused]] Writer& writer_;
};

}  // namespace signet::store
