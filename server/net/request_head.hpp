// SPDX-License-Identifier: Apache-2.0
// The head of a request, judged byte by byte before anybody acts on it. Whatever two HTTP implementations could read
// differently is refused, never repaired: that is how requests are smuggled past a proxy.
#pragma once

#include "api/message.hpp"
#include "refusal.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

namespace signet::net {

struct CheckedHead {
  /// All but the address, which the head alone does not tell.
  api::RequestHead request;
  std::optional<std::uint64_t> content_length = std::nullopt;  // a number too large for 64 bits is the largest
  bool chunked = false;
  bool http_1_1 = true;
  bool keep_alive = true;
  bool expects_continue = false;

  [[nodiscard]] bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

/// Where the head that `bytes` begins with ends, its empty line included; null if more has to come. The first `seen`
/// bytes were looked at before. Refuses early what can no longer become a head.
[[nodiscard]] std::expected<std::optional<std::size_t>, Refusal> find_head_end(std::string_view bytes,
                                                                               std::size_t seen = 0);

/// `block` is the whole head, its empty line included.
[[nodiscard]] std::expected<CheckedHead, Refusal> check_head(std::string_view block);

}  // namespace signet::net
