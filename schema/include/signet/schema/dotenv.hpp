// SPDX-License-Identifier: Apache-2.0
// Files of NAME=value, in a grammar so strict that every program that reads such files agrees about what it says:
//
//   file    = { line LF } [ line ]                    UTF-8, no byte order mark, no control characters but tab and LF
//   line    = blanks | blanks "#" anything | [ "export" blanks ] NAME "=" value blanks [ "#" anything ]
//   NAME    = [A-Za-z_] [A-Za-z0-9_.-]{0,254}          once in a file
//   value   = plain | "'" single "'" | '"' double '"'
//   plain   = any characters but blanks, quotes, backslash, backtick, $ and #
//   single  = any characters but '; line feeds are part of the value
//   double  = any characters but " \ ` and $; line feeds are part of the value; \n \r \t \" \\ \` \$ are escapes
//
// A comment behind a value has a blank before it. Carriage returns are refused: line ends are LF.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace signet {

struct Dotenv {
  struct Entry {
    std::size_t line;  // of the name, from 1
    std::string name;
    SecretBytes value;
  };
  struct Problem {
    std::size_t line;
    std::string_view reason;  // never quotes the text, which may be a secret
  };
  std::vector<Entry> entries;
  std::vector<Problem> problems;  // at most a hundred: then reading stops
};

/// Everything that can be read, and what cannot.
[[nodiscard]] Dotenv parse_dotenv(std::string_view text);

[[nodiscard]] bool is_dotenv_name(std::string_view text);
/// One entry and its line feed, which parses as the same again. False, and nothing is appended, if the grammar has no
/// way to say it.
[[nodiscard]] bool append_dotenv(SecretBytes& out, std::string_view name, std::string_view value);

}  // namespace signet
