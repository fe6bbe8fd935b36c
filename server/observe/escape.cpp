// SPDX-License-Identifier: Apache-2.0
#include "escape.hpp"

#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

#include <iterator>

namespace signet::observe {
namespace {

bool is_ascii_control(unsigned char byte) { return byte < 0x20 || byte == 0x7f; }

/// U+0080 to U+009F: terminals take them as commands, like ESC and the letter that is 0x40 less.
bool is_c1_control(std::string_view message, std::size_t at) {
  return static_cast<unsigned char>(message[at]) == 0xc2 && at + 1 < message.size() &&
         static_cast<unsigned char>(message[at + 1]) < 0xa0;
}

void add_control(std::string& out, unsigned char code) {
  switch (code) {
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    default: fmt::format_to(std::back_inserter(out), "\\u{:04x}", code);
  }
}

/// `add_byte` writes a byte of a message that is not UTF-8, `quoted` are the characters that get a backslash.
template <class AddByte>
std::string escape(std::string_view message, std::string_view quoted, AddByte add_byte) {
  const bool utf8 = is_utf8(message);
  std::string out;
  out.reserve(message.size());
  for (std::size_t i = 0; i < message.size(); ++i) {
    const auto byte = static_cast<unsigned char>(message[i]);
    if (is_ascii_control(byte)) {
      add_control(out, byte);
    } else if (byte >= 0x80 && !utf8) {
      add_byte(out, byte);
    } else if (is_c1_control(message, i)) {
      add_control(out, static_cast<unsigned char>(message[++i]));
    } else {
      if (quoted.contains(message[i])) out += '\\';
      out += message[i];
    }
  }
  return out;
}

}  // namespace

std::string escape_for_text(std::string_view message) {
  return escape(message, "", [](std::string& out, unsigned char byte) {
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
  });
}

std::string escape_for_json(std::string_view message) { return escape(message, "\"\\", add_control); }

}  // namespace signet::observe
