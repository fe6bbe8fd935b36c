// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sqlite/writer.hpp"
#include "store/one_time_links.hpp"

namespace signet::store {

class SqliteOneTimeLinkReads final : public OneTimeLinkReads {
 public:
  explicit SqliteOneTimeLinkReads(Connection& connection) : db_(connection) {}

  std::optional<OneTimeLink> find_link(const LinkId& id) override;
  Page<OneTimeLink> list_links(const ProjectId& project, const PageRequest& page) override;
  std::vector<OneTimeLink> list_expired(Instant now, std::size_t limit) override;

 private:
  Connection& db_;
};

class SqliteOneTimeLinkWrites final : public OneTimeLinkWrites {
 public:
  explicit SqliteOneTimeLinkWrites(Writer& writer) : writer_(writer) {}

  void insert_link(const OneTimeLink& link) override;
  void put_failures(const LinkId& id, std::int64_t failures) override;
  void delete_link(const LinkId& id) override;

 private:
  Writer& writer_;
};

}  // namespace signet::store
