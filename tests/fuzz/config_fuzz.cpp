// SPDX-License-Identifier: Apache-2.0
// A settings file is refused with sentences, or gives settings that, written down again, are the same.
#include "app/settings.hpp"
#include "fuzz/require.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <sys/mman.h>
#include <unistd.h>

using namespace signet::app;
using signet::testing::require;

namespace {

std::expected<Settings, std::vector<std::string>> load(std::string_view text) {
  static const int file = memfd_create("settings", MFD_CLOEXEC);
  require(file >= 0 && ftruncate(file, 0) == 0);
  require(pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
  Sources sources{.usual_file = "/nonexistent"};
  sources.file = "/proc/self/fd/" + std::to_string(file);
  return load_settings(sources);
}

/// Keys without a section stand first, as in the table.
std::string write(const Settings& settings) {
  std::string text;
  std::string_view section;
  for (const auto& setting : settings.effective) {
    const auto name = setting.key->name;
    const auto dot = name.find('.');
    const auto its_section = dot == std::string_view::npos ? std::string_view() : name.substr(0, dot);
    if (its_section != section) text += "[" + std::string(its_section) + "]\n";
    section = its_section;
    text += std::string(dot == std::string_view::npos ? name : name.substr(dot + 1)) + " = " + to_toml(setting.value) +
            "\n";
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto settings = load(signet::as_text({data, size}));
  if (!settings) {
    require(!settings.error().empty());
    for (const auto& sentence : settings.error()) require(!sentence.empty());
    return 0;
  }
  require(!to_table(*settings).empty());
  const auto again = load(write(*settings));
  require(again.has_value());
  for (std::size_t i = 0; i < settings->effective.size(); ++i)
    require(again->effective[i].value == settings->effective[i].value);
  return 0;
}
