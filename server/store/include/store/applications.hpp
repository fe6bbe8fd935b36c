// SPDX-License-Identifier: Apache-2.0
// Groups of projects.
#pragma once

namespace signet::store {

class ApplicationReads {
 public:
  virtual ~ApplicationReads() = default;
};

class ApplicationWrites {
 public:
  virtual ~ApplicationWrites() = default;
};

}  // namespace signet::store
