// SPDX-License-Identifier: Apache-2.0
// From answers to the structs of secrets.hpp.
#pragma once

#include "object_reader.hpp"
#include "signet/client/secrets.hpp"

namespace signet::client {

[[nodiscard]] SecretBytes read_value(ObjectReader& object);
[[nodiscard]] std::vector<SecretItem> read_items(ObjectReader& object);
[[nodiscard]] std::vector<ExportedSecret> read_exported(ObjectReader& object);
[[nodiscard]] std::vector<MachineProject> read_projects(ObjectReader& object);

/// On the wire they are an array inside a text, for the sake of clients in other languages.
[[nodiscard]] std::optional<std::vector<std::string>> parse_field_names(const std::optional<std::string>& text);
[[nodiscard]] std::string field_names_text(const std::vector<std::string>& names);

}  // namespace signet::client
