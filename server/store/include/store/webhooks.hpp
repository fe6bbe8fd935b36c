// SPDX-License-Identifier: Apache-2.0
// Where events are sent, and the outbox of those still to be delivered.
#pragma once

namespace signet::store {

class WebhookReads {
 public:
  virtual ~WebhookReads() = default;
};

class WebhookWrites {
 public:
  virtual ~WebhookWrites() = default;
};

}  // namespace signet::store
