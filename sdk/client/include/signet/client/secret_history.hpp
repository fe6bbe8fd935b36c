// SPDX-License-Identifier: Apache-2.0
// What an operator sees of a secret's past: its versions, its note, and the trash. Never a value.
#pragma once

#include "signet/client/admin_types.hpp"

namespace signet::client {

struct SecretVersion {
  std::string secret_id = {};
  std::uint64_t version = 0;
  bool current = false;
  std::optional<std::vector<std::string>> field_names = {};
  std::string origin = {};  // set, rollback, generated, imported
  Time created_at = {};
  std::string created_by = {};  // an operator's id, or "system"
};

struct SecretNote {
  std::string secret_id = {};
  std::optional<SecretBytes> text = {};  // nothing: there is no note
  std::optional<Time> updated_at = {};
  std::optional<std::string> updated_by = {};
};

struct TrashedSecret {
  Secret secret = {};
  Time deleted_at = {};
  Time purge_at = {};
};

struct Purge {
  TrashedSecret of = {};
  std::uint64_t versions = 0;
  bool has_note = false;
  bool purged = false;  // else a preview
};

}  // namespace signet::client
