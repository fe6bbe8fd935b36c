// SPDX-License-Identifier: Apache-2.0
// A page is asked for with one row more than it holds: if that row comes, there is a next page.
#pragma once

#include "sqlite/query.hpp"
#include "store/page.hpp"

#include <algorithm>

namespace signet::store {

/// For the LIMIT of the statement.
[[nodiscard]] inline std::size_t rows_asked(const PageRequest& page) {
  return std::max<std::size_t>(page.limit, 1) + 1;
}

/// `seq` is the column with the position in the list.
template <class T, class Read>
[[nodiscard]] Page<T> read_page(Query& rows, const PageRequest& page, int seq, Read&& read) {
  Page<T> result;
  std::int64_t last = 0;
  while (rows.step()) {
    if (result.items.size() + 1 == rows_asked(page)) {
      result.next = last;
      break;
    }
    last = rows.integer(seq);
    result.items.push_back(read(rows));
  }
  return result;
}

}  // namespace signet::store
