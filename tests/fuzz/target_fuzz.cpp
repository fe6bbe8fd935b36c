// SPDX-License-Identifier: Apache-2.0
// What is_target accepts can be decoded, split and routed without anything changing its meaning.
#include "fuzz/require.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/limits.hpp"

#include <algorithm>

using signet::testing::require;

namespace {

std::size_t colons(std::string_view text) { return static_cast<std::size_t>(std::ranges::count(text, ':')); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = signet::as_text({data, size});
  if (signet::is_nonce(text) || signet::is_method(text) || signet::parse_timestamp(text)) require(colons(text) == 0);
  if (signet::is_path_parameter(text)) require(signet::is_target("/x" + std::string(text)));
  if (!signet::is_target(text)) return 0;

  require(text.size() <= signet::limits::kMaxTarget && text.starts_with('/') && !text.contains("//"));
  require(std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7F'; }));
  const std::string_view path = text.substr(0, text.find('?'));
  const std::string bordered = std::string(path) + '/';
  require(!bordered.contains("/./") && !bordered.contains("/../"));
  for (const std::string_view escape : {"%2e", "%2E", "%2f", "%2F", "%5c", "%5C", "%00", "%25"}) {
    require(!path.contains(escape));
  }
  return 0;
}
