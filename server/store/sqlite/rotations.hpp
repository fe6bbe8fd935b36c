// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/rotations.hpp"

namespace signet::store {

class SqliteRotationReads final : public RotationReads {
 public:
  explicit SqliteRotationReads(Connection& connection) : db_(connection) {}
  std::optional<Rotation> find_rotation(const SecretId& secret) override;
  std::vector<Rotation> list_due(Instant now, std::size_t limit) override;

 private:
  Connection& db_;
};

class SqliteRotationWrites final : public RotationWrites {
 public:
  explicit SqliteRotationWrites(Writer& writer) : writer_(writer) {}
  void put_rotation(const Rotation& rotation) override;
  void delete_rotation(const SecretId& secret) override;

 private:
  Writer& writer_;
};

}  // namespace signet::store
