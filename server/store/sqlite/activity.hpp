// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/activity.hpp"

namespace signet::store {

class SqliteActivityReads final : public ActivityReads {
 public:
  explicit SqliteActivityReads(Connection& connection) : db_(connection) {}
  std::vector<ReadsInHour> reads_by_hour(const VaultId& vault, const std::optional<MachineId>& machine, Instant from,
                                         Instant to) override;
  std::int64_t count_reads(const MachineId& machine, Instant from) override;
  std::optional<Machine> find_any_machine() override;
  bool is_known(const MachineId& machine) override;
  bool is_gone(const MachineId& machine) override;

 private:
  Connection& db_;
};

class SqliteActivityWrites final : public ActivityWrites {
 public:
  explicit SqliteActivityWrites(Writer& writer) : writer_(writer) {}
  void add_reads(const MachineReads& more) override;
  void forget_reads(Instant before) override;
  void forget_gone(Instant now, Instant before) override;

 private:
  Writer& writer_;
};

}  // namespace signet::store
