// SPDX-License-Identifier: Apache-2.0
#include "sqlite/query.hpp"

#include "store/snapshot.hpp"

#include <algorithm>

namespace signet::store {

// The arguments are cleared too: a prepared statement outlives them, and they need not stay in memory.
Query::~Query() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Query::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw connection_.error(text_);
}

bool Query::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::int64_t Query::integer(int column) const {
  if (sqlite3_column_type(statement_, column) != SQLITE_INTEGER) corrupt(column);
  return sqlite3_column_int64(statement_, column);
}

std::string Query::text(int column) const { return std::string(text_view(column)); }

std::string_view Query::text_view(int column) const {
  if (sqlite3_column_type(statement_, column) != SQLITE_TEXT) corrupt(column);
  const auto* data = sqlite3_column_blob(statement_, column);  // of a text: its UTF-8 bytes; null if there are none
  if (data == nullptr) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Bytes Query::blob(int column) const {
  const auto view = blob_view(column);
  return {view.begin(), view.end()};
}

ByteView Query::blob_view(int column) const {
  if (sqlite3_column_type(statement_, column) != SQLITE_BLOB) corrupt(column);
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::optional<Instant> Query::maybe_instant(int column) const {
  if (is_null(column)) return std::nullopt;
  return instant(column);
}

std::array<std::uint8_t, 32> Query::digest(int column) const {
  const auto view = blob_view(column);
  std::array<std::uint8_t, 32> digest{};
  if (view.size() != digest.size()) corrupt(column);
  std::ranges::copy(view, digest.begin());
  return digest;
}

void Query::corrupt(int column) const {
  throw CorruptStore("column " + std::string(sqlite3_column_name(statement_, column)) +
                     " holds what was never written there (" + text_ + ")");
}

void Query::bind(int index, std::int64_t value) { check(sqlite3_bind_int64(statement_, index, value)); }

// A null pointer would bind NULL, and an empty text or blob may have one.
void Query::bind(int index, std::string_view value) {
  const char* data = value.empty() ? "" : value.data();
  check(sqlite3_bind_text64(statement_, index, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Query::bind(int index, ByteView value) {
  if (value.empty()) return check(sqlite3_bind_zeroblob(statement_, index, 0));
  check(sqlite3_bind_blob64(statement_, index, value.data(), value.size(), SQLITE_TRANSIENT));
}

void Query::check(int code) const {
  if (code != SQLITE_OK) throw connection_.error(text_);
}

}  // namespace signet::store
