// SPDX-License-Identifier: Apache-2.0
#include "harmless.hpp"

#include "signet/schema/canonical_request.hpp"

#include <algorithm>

namespace signet::cli {
namespace {

bool is_body_hash(std::string_view text) {
  return text.size() == 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// The last field of `text`, which loses it and its colon.
std::string_view take_last(std::string_view& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return {};
  const auto field = text.substr(colon + 1);
  text = text.substr(0, colon);
  return field;
}

/// METHOD:TARGET:TIMESTAMP:NONCE:BODYHASH, with any target.
bool looks_like_a_request(std::string_view text) {
  const auto hash = take_last(text), nonce = take_last(text), timestamp = take_last(text);
  const auto colon = text.find(':');
  return colon != std::string_view::npos && is_method(text.substr(0, colon)) && parse_timestamp(timestamp) &&
         is_nonce(nonce) && is_body_hash(hash);
}

}  // namespace

Result<void> check_harmless(std::string_view message) {
  if (message.starts_with("signet-")) {
    return fail(
        "will not sign a message that begins with \"signet-\": it could be a proof that registers this key; use "
        "signet key prove for those");
  }
  if (looks_like_a_request(message)) {
    return fail("will not sign a message that is a request's payload: whoever gets the signature could send it");
  }
  return {};
}

}  // namespace signet::cli
