// SPDX-License-Identifier: Apache-2.0
#include "fuzz/require.hpp"
#include "query.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto query = signet::api::Query::parse(text);
  if (!query) return 0;
  if (const auto page = query->page())
    signet::testing::require(page->limit >= 1 && page->limit <= 200 && page->cursor >= 0);
  return 0;
}
