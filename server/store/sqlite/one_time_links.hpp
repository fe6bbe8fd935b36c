// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/one_time_links.hpp"

namespace signet::store {

class SqliteOneTimeLinkReads final : public OneTimeLinkReads {
 public:
  explicit SqliteOneTimeLinkReads(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

class SqliteOneTimeLinkWrites final : public OneTimeLinkWrites {
 public:
  explicit SqliteOneTimeLinkWrites(Writer& writer) : writer_(writer) {}

 private:
  [[maybe_unused]] Writer& writer_;
};

}  // namespace signet::store
