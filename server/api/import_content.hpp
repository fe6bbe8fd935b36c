// SPDX-License-Identifier: Apache-2.0
// The text of an import as entries, and what in it cannot be one.
#pragma once

#include "input.hpp"
#include "vault/transfer.hpp"

namespace signet::api {

enum class Format : std::uint8_t { dotenv, json };
[[nodiscard]] Format read_format(Input& input);

struct ImportContent {
  std::vector<vault::ImportEntry> entries;
  std::vector<vault::ImportRow> refused;
};

/// Error: not this format at all, or too many entries.
[[nodiscard]] std::expected<ImportContent, Error> read_content(Format format, const SecretBytes& content);

}  // namespace signet::api
