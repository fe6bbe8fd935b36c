// SPDX-License-Identifier: Apache-2.0
// Which version of a secret each machine was given last: what poll compares with.
#pragma once

namespace signet::store {

class DeliveryReads {
 public:
  virtual ~DeliveryReads() = default;
};

class DeliveryWrites {
 public:
  virtual ~DeliveryWrites() = default;
};

}  // namespace signet::store
