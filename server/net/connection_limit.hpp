// SPDX-License-Identifier: Apache-2.0
// How many connections are open, in all and from each address.
#pragma once

#include "domain/address.hpp"

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace signet::net {

/// Thread-safe; outlives its tickets.
class ConnectionLimit {
 public:
  ConnectionLimit(std::size_t in_all, std::size_t per_address) : in_all_(in_all), per_address_(per_address) {}

  /// A place, until it is destroyed.
  class Ticket {
   public:
    Ticket(Ticket&& other) noexcept
        : limit_(std::exchange(other.limit_, nullptr)), counted_as_(std::move(other.counted_as_)) {}
    Ticket& operator=(Ticket&&) = delete;
    ~Ticket() {
      if (limit_ != nullptr) limit_->give_back(counted_as_);
    }

   private:
    friend class ConnectionLimit;
    Ticket(ConnectionLimit& limit, std::string counted_as) : limit_(&limit), counted_as_(std::move(counted_as)) {}
    ConnectionLimit* limit_;
    std::string counted_as_;  // empty: in all only
  };

  /// Null: full. A trusted proxy brings many clients and is counted in all only.
  [[nodiscard]] std::optional<Ticket> take(const Address& peer, bool trusted);

  [[nodiscard]] std::size_t open() const;

 private:
  void give_back(const std::string& counted_as);

  const std::size_t in_all_;
  const std::size_t per_address_;
  mutable std::mutex mutex_;
  std::size_t open_ = 0;
  std::unordered_map<std::string, std::size_t> open_from_;
};

}  // namespace signet::net
