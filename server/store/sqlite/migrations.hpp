// SPDX-License-Identifier: Apache-2.0
// The migrations that this program carries, and how a database is brought up to them.
#pragma once

#include "sqlite/connection.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signet::store {

struct EmbeddedMigration {
  int version;  // 1, 2, 3 ... without a gap
  std::string_view name;
  std::string_view sha256;  // of the file, in hex
  const char* sql;
};

/// Made by cmake/embed_migrations.cmake from migrations/sqlite.
[[nodiscard]] std::span<const EmbeddedMigration> embedded_migrations();

/// How many of `known` the database has, none in an empty one. Throws StoreError: it is no database of ours, it has one
/// that is not known, one that was changed since, or a gap. `file` is for the sentence.
[[nodiscard]] std::size_t count_applied(Connection& connection, std::span<const EmbeddedMigration> known,
                                        const std::string& file);

/// Applies what is missing, each in its own transaction together with its record. Throws StoreError; those before the
/// one that failed stay applied.
void apply_migrations(Connection& connection, std::span<const EmbeddedMigration> known, const std::string& file);

/// Everything that the schema consists of must be exactly what the migrations make: a missing trigger is as bad as a
/// missing table. Throws StoreError.
void require_schema(Connection& connection, std::span<const EmbeddedMigration> known, const std::string& file);

}  // namespace signet::store
