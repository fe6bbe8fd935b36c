// SPDX-License-Identifier: Apache-2.0
#include "fuzz/require.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"
#include "signet/schema/name.hpp"

using signet::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = signet::as_text({data, size});
  if (signet::is_display_name(text)) {
    require(signet::is_utf8(text) && !text.empty() && text.size() <= 4 * signet::limits::kMaxName);
    require(!text.starts_with(' ') && !text.ends_with(' ') && !text.contains('\0') && !text.contains('\x1B'));
  }
  if (signet::is_hostname(text)) require(signet::is_display_name(text.substr(0, signet::limits::kMaxName)));
  return 0;
}
