// SPDX-License-Identifier: Apache-2.0
// What is read can be written, and reads as the same again.
#include "fuzz/require.hpp"
#include "signet/schema/dotenv.hpp"

using signet::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = signet::parse_dotenv(signet::as_text({data, size}));
  require(read.problems.size() <= 100);
  signet::SecretBytes written;
  for (const auto& entry : read.entries)
    require(signet::append_dotenv(written, entry.name, entry.value.expose_text()));
  const auto again = signet::parse_dotenv(written.expose_text());
  require(again.problems.empty() && again.entries.size() == read.entries.size());
  for (std::size_t i = 0; i < read.entries.size(); ++i)
    require(again.entries[i].name == read.entries[i].name &&
            again.entries[i].value.expose_text() == read.entries[i].value.expose_text());
  return 0;
}
