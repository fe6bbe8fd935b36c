// SPDX-License-Identifier: Apache-2.0
// One text as JSON, for the two places that every read passes: a tree of values costs more than the rest of its answer.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <string_view>

namespace signet {

/// Appends the text in quotes. RFC 8259 section 7: quotes, backslashes and control characters are escaped, everything
/// else stands as it is. REQUIRES: UTF-8. `Out` has append(text).
template <class Out>
void append_json_text(Out& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out.append("\"");
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text.substr(plain, i - plain));
    plain = i + 1;
    const char escaped[] = {'\\', 'u', '0', '0', kHex[c >> 4], kHex[c & 0x0f]};
    const char marked[] = {'\\', text[i]};
    out.append(c < 0x20 ? std::string_view(escaped, sizeof escaped) : std::string_view(marked, sizeof marked));
  }
  out.append(text.substr(plain));
  out.append("\"");
}

}  // namespace signet
