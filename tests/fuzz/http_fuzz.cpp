// SPDX-License-Identifier: Apache-2.0
// A connection's bytes as a head and a body, arriving in pieces: the pieces must not matter, and no limit may be
// passed.
#include "body_reader.hpp"
#include "fuzz/require.hpp"
#include "request_head.hpp"
#include "signet/schema/limits.hpp"

using namespace signet;
using namespace signet::net;
using signet::testing::require;

namespace {

constexpr std::size_t kBodyLimit = 64;

/// The body, or nothing if it was refused or is not whole.
std::optional<std::string> read_body(const CheckedHead& head, std::string_view bytes, std::size_t piece) {
  BodyReader reader(head, kBodyLimit);
  while (!reader.done()) {
    if (bytes.empty()) return std::nullopt;
    const auto part = bytes.substr(0, piece);
    const auto taken = reader.feed(part);
    if (!taken) return std::nullopt;
    require(*taken <= part.size());
    require(reader.size() <= kBodyLimit);
    bytes.remove_prefix(*taken);
  }
  const auto body = reader.take();
  return std::string(body.expose_text());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto end = find_head_end(bytes);
  if (!end || !*end) return 0;
  require(**end <= limits::kMaxHeaderBlock + limits::kMaxTarget + 64);
  const auto head = check_head(bytes.substr(0, **end));
  if (!head) return 0;
  require(head->request.headers.size() <= limits::kMaxHeaderFields);
  require(head->request.count("Host") == 1);
  require(!(head->chunked && head->content_length));
  const auto rest = bytes.substr(**end);
  require(read_body(*head, rest, rest.size() + 1) == read_body(*head, rest, 1));
  return 0;
}
