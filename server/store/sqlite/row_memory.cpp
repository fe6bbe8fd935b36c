// SPDX-License-Identifier: Apache-2.0
#include "sqlite/row_memory.hpp"

namespace signet::store {
namespace {

constexpr std::size_t kPerEntry = 160;  // of the map and the allocator, about

}  // namespace

void RowMemory::begin(std::uint64_t state) {
  if (state != state_) forget();
  state_ = state;
  on_ = true;
  served_ = false;
}

void RowMemory::switch_off() {
  forget();
  state_ = 0;
  on_ = false;
}

std::shared_ptr<const Rows> RowMemory::find(std::string_view key) {
  if (!on_) return nullptr;
  const auto found = rows_.find(key);
  if (found == rows_.end()) return nullptr;
  served_ = true;
  return found->second;
}

void RowMemory::keep(std::string_view key, const std::shared_ptr<const Rows>& rows) {
  if (!on_) return;
  const auto size = kPerEntry + key.size() + rows->bytes.size() + rows->cells.size() * sizeof(Rows::Cell);
  if (size > most_bytes_ / 16) return;
  if (bytes_ + size > most_bytes_) forget();
  bytes_ += size;
  rows_.insert_or_assign(std::string(key), rows);
}

void RowMemory::forget() {
  rows_.clear();
  bytes_ = 0;
}

}  // namespace signet::store
