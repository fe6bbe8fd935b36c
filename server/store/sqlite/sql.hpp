// SPDX-License-Identifier: Apache-2.0
// SQL is text that was there at compile time. An Sql can be joined from literals, so that a list of columns is written
// once; nothing that comes in at run time can become part of one.
#pragma once

#include <algorithm>
#include <cstddef>

namespace signet::store {

template <std::size_t N>
struct Sql {
  char text[N]{};
};

template <std::size_t... N>
consteval auto sql(const char (&... parts)[N]) {
  Sql<(N + ...) - sizeof...(N) + 1> joined;
  char* end = joined.text;
  ((end = std::copy_n(parts, N - 1, end)), ...);
  return joined;
}

}  // namespace signet::store
