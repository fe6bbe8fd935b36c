// SPDX-License-Identifier: Apache-2.0
#include "places.hpp"

#include "fail.hpp"
#include "signet/client/identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace signet::client {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMaxFile = 64 * 1'024;

std::optional<fs::path> folder_of(const Environment& environment, const char* variable, const char* name) {
  if (const auto named = environment(variable)) return fs::path(*named);
  if (const auto home = environment("HOME")) return fs::path(*home) / name;
  return std::nullopt;
}

}  // namespace

Result<fs::path> base_folder(const Environment& environment) {
  auto folder = folder_of(environment, "SIGNET_HOME", ".signet");
  if (!folder)
    return fail(ErrorKind::local, "no home folder: set HOME, or SIGNET_HOME to the folder of the identities");
  return *folder;
}

std::optional<fs::path> sikkerkey_folder(const Environment& environment) {
  return folder_of(environment, "SIKKERKEY_HOME", ".sikkerkey");
}

bool is_sikkerkey_place(const fs::path& folder, const Environment& environment) {
  const fs::path real = fs::weakly_canonical(fs::absolute(folder));
  if (std::ranges::find(real, fs::path(".sikkerkey")) != real.end()) return true;
  const auto named = environment("SIKKERKEY_HOME");
  if (!named) return false;
  const fs::path home = fs::weakly_canonical(fs::absolute(*named));
  return std::ranges::mismatch(home, real).in1 == home.end();
}

bool is_path(std::string_view which) { return which.find('/') != std::string_view::npos || which.ends_with(".json"); }

fs::path file_at(const fs::path& path, std::string_view name) { return fs::is_directory(path) ? path / name : path; }

std::vector<std::string> folders_with(const fs::path& folder, std::string_view name) {
  std::vector<std::string> names;
  std::error_code ignored;  // a folder that is not there has none
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const std::string found = entry.path().filename().string();
    if (found.find('.') == std::string::npos && fs::exists(entry.path() / name)) names.push_back(found);
  }
  std::ranges::sort(names);
  return names;
}

Result<Json> load_json_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  SecretBytes text(kMaxFile + 1);
  file.read(reinterpret_cast<char*>(text.expose_mutable().data()), static_cast<std::streamsize>(text.size()));
  if (!file.is_open() || file.bad()) return fail(ErrorKind::local, fmt::format("cannot read {}", path.string()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kMaxFile) return fail(ErrorKind::local, fmt::format("{} is too long", path.string()));
  auto json = parse_json_object(text.expose());
  if (!json) return fail(ErrorKind::local, fmt::format("{}: {}", path.string(), json.error()));
  return std::move(*json);
}

Result<std::string> text_member(const Json& object, std::string_view name, const fs::path& path) {
  const auto* text = find_text(object, name);
  if (text == nullptr) return fail(ErrorKind::local, fmt::format("{} has no text \"{}\"", path.string(), name));
  return std::string(std::string_view(*text));
}

}  // namespace signet::client
