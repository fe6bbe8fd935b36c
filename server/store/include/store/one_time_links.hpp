// SPDX-License-Identifier: Apache-2.0
// Secrets that a person may open once.
#pragma once

#include "domain/one_time_link.hpp"
#include "store/page.hpp"

#include <optional>
#include <vector>

namespace signet::store {

class OneTimeLinkReads {
 public:
  virtual ~OneTimeLinkReads() = default;

  virtual std::optional<OneTimeLink> find_link(const LinkId& id) = 0;
  virtual Page<OneTimeLink> list_links(const ProjectId& project, const PageRequest& page) = 0;
  /// At most `limit`, the earliest first.
  virtual std::vector<OneTimeLink> list_expired(Instant now, std::size_t limit) = 0;
};

class OneTimeLinkWrites {
 public:
  virtual ~OneTimeLinkWrites() = default;

  virtual void insert_link(const OneTimeLink& link) = 0;
  virtual void put_failures(const LinkId& id, std::int64_t failures) = 0;
  virtual void delete_link(const LinkId& id) = 0;
};

}  // namespace signet::store
