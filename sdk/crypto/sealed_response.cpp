// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/sealed_response.hpp"

#include "signet/crypto/digest.hpp"

#include <stdexcept>

namespace signet::crypto {
namespace {

constexpr std::string_view kLabel = "signet/sealed-response/v1";

void append(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

void append_text(Bytes& out, std::string_view text) {
  if (text.size() > 0xffff) throw std::length_error("a text of a sealed answer's context is too long");
  out.push_back(static_cast<std::uint8_t>(text.size() >> 8));
  out.push_back(static_cast<std::uint8_t>(text.size() & 0xff));
  append(out, as_bytes(text));
}

}  // namespace

Bytes sealed_context(const SealedPlace& place) {
  Bytes context;
  append(context, as_bytes(kLabel));
  context.push_back(0);
  append_text(context, place.vault);
  append_text(context, place.machine);
  append_text(context, place.secret);
  for (int shift = 56; shift >= 0; shift -= 8) context.push_back(static_cast<std::uint8_t>(place.version >> shift));
  append_text(context, place.nonce);
  return context;
}

Bytes sealed_message(const SealedPlace& place, ByteView envelope) {
  auto message = sealed_context(place);
  append(message, sha256(envelope));
  return message;
}

}  // namespace signet::crypto
