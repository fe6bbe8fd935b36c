// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/authorities.hpp"

namespace signet::store {

class SqliteAuthorityReads final : public AuthorityReads {
 public:
  explicit SqliteAuthorityReads(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

class SqliteAuthorityWrites final : public AuthorityWrites {
 public:
  explicit SqliteAuthorityWrites(Writer& writer) : writer_(writer) {}

 private:
  [[maybe_unused]] Writer& writer_;
};

}  // namespace signet::store
