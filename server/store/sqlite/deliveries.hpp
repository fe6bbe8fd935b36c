// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/deliveries.hpp"

namespace signet::store {

class SqliteDeliveryReads final : public DeliveryReads {
 public:
  explicit SqliteDeliveryReads(Connection& connection) : db_(connection) {}
  std::optional<std::uint64_t> find_delivered(const MachineId& machine, const SecretId& secret) override;
  std::optional<Watched> find_watched(const MachineId& machine, const SecretId& secret) override;

 private:
  Connection& db_;
};

class SqliteDeliveryWrites final : public DeliveryWrites {
 public:
  explicit SqliteDeliveryWrites(Writer& writer) : writer_(writer) {}
  void put_delivered(const MachineId& machine, const SecretId& secret, std::uint64_t version) override;
  void take_back(const Delivery& lost) override;

 private:
  Writer& writer_;
};

}  // namespace signet::store
