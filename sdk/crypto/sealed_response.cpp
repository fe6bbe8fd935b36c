// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/sealed_response.hpp"

#include "byte_reader.hpp"
#include "signet/crypto/digest.hpp"

#include <stdexcept>

namespace signet::crypto {
namespace {

constexpr std::string_view kLabel = "signet/sealed-response/v1";

void put_text(Bytes& out, std::string_view text) {
  if (text.size() > 0xffff) throw std::length_error("a text of a sealed answer's context is too long");
  put_number(out, static_cast<std::uint16_t>(text.size()));
  put(out, as_bytes(text));
}

}  // namespace

Bytes sealed_context(const SealedPlace& place) {
  Bytes context;
  put(context, as_bytes(kLabel));
  context.push_back(0);
  put_text(context, place.vault);
  put_text(context, place.machine);
  put_text(context, place.secret);
  put_number(context, place.version);
  put_text(context, place.nonce);
  return context;
}

Bytes sealed_message(const SealedPlace& place, ByteView envelope) {
  auto message = sealed_context(place);
  put(message, sha256(envelope));
  return message;
}

}  // namespace signet::crypto
