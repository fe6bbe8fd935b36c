// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/activity.hpp"

namespace signet::store {

class SqliteActivityReads final : public ActivityReads {
 public:
  explicit SqliteActivityReads(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

class SqliteActivityWrites final : public ActivityWrites {
 public:
  explicit SqliteActivityWrites(Writer& writer) : writer_(writer) {}

 private:
  [[maybe_unused]] Writer& writer_;
};

}  // namespace signet::store
