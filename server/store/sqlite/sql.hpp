// SPDX-License-Identifier: Apache-2.0
// SQL is text that was there at compile time. An Sql can be joined from literals, so that a list of columns is written
// once; nothing that comes in at run time can become part of one.
#pragma once

#include <algorithm>
#include <cstddef>

namespace signet::store {

/// Whether rows of a query are kept, and whether it is kept that there are none.
enum class Remembered : unsigned char { no, if_found, always };

template <std::size_t N>
struct Sql {
  char text[N]{};
  Remembered remembered = Remembered::no;
};

template <std::size_t... N>
consteval auto sql(const char (&... parts)[N]) {
  Sql<(N + ...) - sizeof...(N) + 1> joined;
  char* end = joined.text;
  ((end = std::copy_n(parts, N - 1, end)), ...);
  return joined;
}

/// A query that every request asks, so that its rows are worth keeping: row_memory.hpp. Not over what requests write in
/// passing: nonces, audit records, last visits, addresses, lockouts, tallies.
template <std::size_t... N>
consteval auto remembered_sql(const char (&... parts)[N]) {
  auto joined = sql(parts...);
  joined.remembered = Remembered::always;
  return joined;
}
/// Where strangers choose what is asked for: what they make up fills no memory, and costs the same each time.
template <std::size_t... N>
consteval auto found_sql(const char (&... parts)[N]) {
  auto joined = sql(parts...);
  joined.remembered = Remembered::if_found;
  return joined;
}

}  // namespace signet::store
