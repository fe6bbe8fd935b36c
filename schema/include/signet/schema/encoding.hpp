// SPDX-License-Identifier: Apache-2.0
// The strict text encodings of the protocol: one text for one value, anything else refused, nothing repaired.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace signet {

/// RFC 4648 section 4, padded.
[[nodiscard]] std::string to_base64(ByteView bytes);
/// Canonical padded base64 only: no white space, no missing padding, unused bits zero. Variable time: public data only.
[[nodiscard]] std::optional<Bytes> from_base64(std::string_view text);
/// The same language, in constant time for a given length, for keys and values.
[[nodiscard]] std::optional<SecretBytes> secret_from_base64(std::string_view text);
[[nodiscard]] SecretBytes secret_to_base64(ByteView bytes);

/// RFC 4648 section 5 without padding, as JSON Web Signatures have it. Canonical only; variable time.
[[nodiscard]] std::string to_base64url(ByteView bytes);
[[nodiscard]] std::optional<Bytes> from_base64url(std::string_view text);

/// Lower-case hex.
[[nodiscard]] std::string to_hex(ByteView bytes);
[[nodiscard]] SecretBytes secret_to_hex(ByteView bytes);
/// Lower-case hex of even length only.
[[nodiscard]] std::optional<Bytes> from_hex(std::string_view text);

/// True for UTF-8 without overlong forms, surrogates or code points past U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace signet
