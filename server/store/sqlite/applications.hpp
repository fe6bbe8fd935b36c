// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/applications.hpp"

namespace signet::store {

class SqliteApplicationReads final : public ApplicationReads {
 public:
  explicit SqliteApplicationReads(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

class SqliteApplicationWrites final : public ApplicationWrites {
 public:
  explicit SqliteApplicationWrites(Writer& writer) : writer_(writer) {}

 private:
  [[maybe_unused]] Writer& writer_;
};

}  // namespace signet::store
