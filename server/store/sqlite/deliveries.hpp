// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/deliveries.hpp"

namespace signet::store {

class SqliteDeliveryReads final : public DeliveryReads {
 public:
  explicit SqliteDeliveryReads(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

class SqliteDeliveryWrites final : public DeliveryWrites {
 public:
  explicit SqliteDeliveryWrites(Writer& writer) : writer_(writer) {}

 private:
  [[maybe_unused]] Writer& writer_;
};

}  // namespace signet::store
