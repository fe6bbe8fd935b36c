// SPDX-License-Identifier: Apache-2.0
// Values that nobody types: generated, rotated, imported, exported.
#pragma once

#include "signet/client/admin_types.hpp"

namespace signet::client {

/// How a value is to be generated. What is not said is the server's default, or the secret's own rotation.
struct Recipe {
  std::optional<std::uint64_t> length = {};   // 1 to 1024; 32
  std::optional<std::string> charset = {};    // symbols, alphanumeric, numbers, uuid
  std::vector<std::string> fields = {};       // of a secret with fields: those that get a generated value
};

struct Rotation {
  std::string secret_id = {};
  std::string charset = {};
  std::optional<std::uint64_t> length = {};  // nothing for a UUID
  std::optional<std::vector<std::string>> fields = {};
  std::optional<std::uint64_t> interval_seconds = {};  // nothing: without a schedule
  std::optional<Time> next_at = {};
  std::optional<Time> last_at = {};
  Time updated_at = {};
};

enum class TransferFormat : std::uint8_t { dotenv, json };
[[nodiscard]] std::string_view name_of(TransferFormat format);
[[nodiscard]] std::optional<TransferFormat> parse_transfer_format(std::string_view name);

struct ImportRow {
  std::optional<std::uint64_t> line = {};  // dotenv
  std::optional<std::string> name = {};
  std::string outcome = {};  // created, updated, unchanged, refused
  std::optional<std::string> reason = {};
};

struct Import {
  bool dry_run = false;
  std::uint64_t created = 0;
  std::uint64_t updated = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t refused = 0;  // only in a dry run: else it is an error, and nothing was imported
  std::vector<ImportRow> entries = {};
};

struct Export {
  std::uint64_t count = 0;
  SecretBytes content = {};
};

struct ExportSetting {
  bool export_allowed = false;
};

}  // namespace signet::client
