// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/rotations.hpp"

namespace signet::store {

class SqliteRotationReads final : public RotationReads {
 public:
  explicit SqliteRotationReads(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

class SqliteRotationWrites final : public RotationWrites {
 public:
  explicit SqliteRotationWrites(Writer& writer) : writer_(writer) {}

 private:
  [[maybe_unused]] Writer& writer_;
};

}  // namespace signet::store
