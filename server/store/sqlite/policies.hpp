// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/policies.hpp"

namespace signet::store {

class SqlitePolicyReads final : public PolicyReads {
 public:
  explicit SqlitePolicyReads(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

class SqlitePolicyWrites final : public PolicyWrites {
 public:
  explicit SqlitePolicyWrites(Writer& writer) : writer_(writer) {}

 private:
  [[maybe_unused]] Writer& writer_;
};

}  // namespace signet::store
