// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/webhooks.hpp"

namespace signet::store {

class SqliteWebhookReads final : public WebhookReads {
 public:
  explicit SqliteWebhookReads(Connection& connection) : db_(connection) {}

 private:
  [[maybe_unused]] Connection& db_;
};

class SqliteWebhookWrites final : public WebhookWrites {
 public:
  explicit SqliteWebhookWrites(Writer& writer) : writer_(writer) {}

 private:
  [[maybe_unused]] Writer& writer_;
};

}  // namespace signet::store
