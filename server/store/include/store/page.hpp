// SPDX-License-Identifier: Apache-2.0
// Lists come in pages. A cursor is a position in the order of creation, so a page never shifts when something is added.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace signet::store {

struct PageRequest {
  std::int64_t cursor = 0;  // exclusive; 0 is the beginning
  std::size_t limit = 50;
};

template <class T>
struct Page {
  std::vector<T> items;
  std::optional<std::int64_t> next;  // absent on the last page
};

}  // namespace signet::store
