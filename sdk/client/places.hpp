// SPDX-License-Identifier: Apache-2.0
// Where identities are, and how the small JSON files in there are read and written.
#pragma once

#include "signet/client/environment.hpp"
#include "signet/client/error.hpp"
#include "signet/schema/json.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace signet::client {

/// $SIKKERKEY_HOME or ~/.sikkerkey; nothing if there is no home folder.
[[nodiscard]] std::optional<std::filesystem::path> sikkerkey_folder(const Environment& environment);
/// True below $SIKKERKEY_HOME and below any folder named .sikkerkey.
[[nodiscard]] bool is_sikkerkey_place(const std::filesystem::path& folder, const Environment& environment);

/// What the user typed is a path, not a name: it has a slash or ends in .json.
[[nodiscard]] bool is_path(std::string_view which);
/// The file itself, or the file of that name in the folder that `path` is.
[[nodiscard]] std::filesystem::path file_at(const std::filesystem::path& path, std::string_view name);
/// The names of the folders in `folder` that have a file `name`, sorted. Names with a dot are what was put aside.
[[nodiscard]] std::vector<std::string> folders_with(const std::filesystem::path& folder, std::string_view name);

/// At most 64 KiB. Errors: local.
[[nodiscard]] Result<Json> load_json_file(const std::filesystem::path& path);
/// Error: local, naming the file and the member.
[[nodiscard]] Result<std::string> text_member(const Json& object, std::string_view name,
                                              const std::filesystem::path& path);

}  // namespace signet::client
