// SPDX-License-Identifier: Apache-2.0
#include "secret_folder.hpp"

#include "signet/client/private_file.hpp"

#include <fmt/format.h>
#include <linux/magic.h>

#include <sys/vfs.h>

#include <cstdlib>

namespace signet::cli {
namespace {

namespace fs = std::filesystem;

fs::path usual_parent() {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  if (runtime != nullptr && *runtime != '\0' && is_in_memory(runtime)) return runtime;
  return "/dev/shm";
}

}  // namespace

bool is_in_memory(const fs::path& folder) {
  struct statfs about{};
  if (::statfs(folder.c_str(), &about) != 0) return false;
  return about.f_type == TMPFS_MAGIC || about.f_type == RAMFS_MAGIC;
}

Result<SecretFolder> SecretFolder::make(const fs::path& parent, bool disk_too) {
  const fs::path place = parent.empty() ? usual_parent() : fs::absolute(parent);
  if (!disk_too && !is_in_memory(place)) {
    return fail(
        fmt::format("{} is not in memory (tmpfs), and what is written to a disk can be found there later: name "
                    "another folder with --dir, or say --allow-disk",
                    place.string()));
  }
  std::string made = (place / "signet-XXXXXX").string();
  if (::mkdtemp(made.data()) == nullptr) {
    return fail(fmt::format("cannot make a folder in {}: {}", place.string(), std::generic_category().message(errno)));
  }
  return SecretFolder(made);
}

Result<void> SecretFolder::put(std::span<const Variable> variables) {
  std::set<std::string> names;
  for (const auto& variable : variables) {
    const auto written = client::write_private_file(path_ / variable.name, variable.value.expose(),
                                                    client::IfThere::replace, client::Sync::no);
    if (!written) return written;
    names.insert(variable.name);
  }
  for (const auto& old : names_) {
    std::error_code ignored;
    if (!names.contains(old)) fs::remove(path_ / old, ignored);
  }
  names_ = std::move(names);
  return {};
}

SecretFolder::~SecretFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace signet::cli
