// SPDX-License-Identifier: Apache-2.0
// One text for one value: what decodes is what encoding gives, and both decoders of base64 agree.
#include "fuzz/require.hpp"
#include "signet/schema/encoding.hpp"

using signet::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const signet::ByteView input(data, size);
  const std::string_view text = signet::as_text(input);

  const auto bytes = signet::from_base64(text);
  const auto secret = signet::secret_from_base64(text);
  require(bytes.has_value() == secret.has_value());
  if (bytes) require(signet::to_base64(*bytes) == text && signet::constant_time_equal(*bytes, secret->expose()));
  require(signet::from_base64(signet::to_base64(input)) == signet::Bytes(data, data + size));

  const auto from_hex = signet::from_hex(text);
  if (from_hex) require(signet::to_hex(*from_hex) == text);
  return 0;
}
