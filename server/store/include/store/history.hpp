// SPDX-License-Identifier: Apache-2.0
// What a secret was and is besides its value: versions, notes, and the trash.
#pragma once

#include "domain/history.hpp"
#include "store/page.hpp"

#include <vector>

namespace signet::store {

class HistoryReads {
 public:
  virtual ~HistoryReads() = default;

  /// Newest first, without their values; `page.cursor` is the version before which to go on, 0 from the newest.
  virtual Page<SecretVersion> list_versions(const SecretId& secret, const PageRequest& page) = 0;
  virtual std::size_t count_versions(const SecretId& secret) = 0;
  virtual Page<Secret> list_trash(const VaultId& vault, const PageRequest& page) = 0;
  virtual std::vector<Secret> trash_of(const ProjectId& project) = 0;  // all of it, oldest first
  /// What was deleted at `until` or before, oldest first, in vaults that are not suspended.
  virtual std::vector<Secret> list_old_trash(Instant until, std::size_t limit) = 0;
  virtual std::optional<Secret> find_by_name(const ProjectId& project, const std::string& name) = 0;  // not deleted
  virtual bool is_export_allowed(const VaultId& vault) = 0;
  virtual std::optional<SecretNote> find_note(const SecretId& secret) = 0;
};

class HistoryWrites {
 public:
  virtual ~HistoryWrites() = default;

  virtual void restore_secret(const SecretId& id, Instant at) = 0;  // without the grants that it had
  virtual void purge_secret(const SecretId& id) = 0;                // a deleted one, with everything that is its own
  virtual void put_note(const SecretId& secret, const SecretNote& note) = 0;
  virtual void delete_note(const SecretId& secret) = 0;
  virtual void allow_export(const VaultId& vault, bool allowed) = 0;
};

}  // namespace signet::store
