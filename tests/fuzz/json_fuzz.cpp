// SPDX-License-Identifier: Apache-2.0
// What is read can be written, and reads as the same again.
#include "fuzz/require.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"

using signet::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = signet::parse_json_object({data, size});
  if (!read) {
    require(!read.error().empty() && signet::is_utf8(read.error()));
    return 0;
  }
  require(read->is_object());
  const std::string written = signet::to_public_text(*read);
  const auto again = signet::parse_json_object(signet::as_bytes(written));
  require(again && *again == *read && signet::to_secret_text(*again).expose_text() == written);
  return 0;
}
