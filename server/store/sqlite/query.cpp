// SPDX-License-Identifier: Apache-2.0
#include "sqlite/query.hpp"

#include "store/snapshot.hpp"

#include <algorithm>

namespace signet::store {

namespace {

void bind(sqlite3_stmt* statement, int index, const Argument& argument, sqlite3_destructor_type lifetime,
          const auto& check) {
  const auto& bytes = argument.bytes;
  switch (argument.type) {
    case Argument::Type::null: return;  // which is what an unbound one is
    case Argument::Type::integer: return check(sqlite3_bind_int64(statement, index, argument.number));
    // A null pointer would bind NULL, and an empty text or blob may have one.
    case Argument::Type::text:
      return check(sqlite3_bind_text64(statement, index, bytes.empty() ? "" : bytes.data(), bytes.size(), lifetime,
                                       SQLITE_UTF8));
    case Argument::Type::blob:
      if (bytes.empty()) return check(sqlite3_bind_zeroblob(statement, index, 0));
      return check(sqlite3_bind_blob64(statement, index, bytes.data(), bytes.size(), lifetime));
  }
}

void append_number(std::string& key, std::uint64_t number) {
  key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// The statement's address and its arguments, each with its type and length: no two questions have the same.
void write_key(std::string& key, const char* text, std::span<const Argument> arguments) {
  key.clear();
  append_number(key, reinterpret_cast<std::uintptr_t>(text));
  for (const auto& argument : arguments) {
    key += static_cast<char>(argument.type);
    append_number(key, static_cast<std::uint64_t>(argument.number));
    append_number(key, argument.bytes.size());
    key += argument.bytes;
  }
}

}  // namespace

Query::Query(Connection& connection, const char* text, Remembered remembered, Lifetime lifetime,
             std::span<const Argument> arguments)
    : connection_(connection), text_(text) {
  auto* memory = remembered == Remembered::no ? nullptr : connection.memory();
  if (memory && memory->is_on()) {
    recall(*memory, remembered, arguments);
  } else {
    start(lifetime, arguments);
  }
}

// The arguments are cleared too: a prepared statement outlives them, and they need not stay in memory.
Query::~Query() {
  if (!statement_) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Query::start(Lifetime lifetime, std::span<const Argument> arguments) {
  statement_ = connection_.prepared(text_);
  int index = 0;
  for (const auto& argument : arguments)
    bind(statement_, ++index, argument, lifetime, [this](int code) { check(code); });
}

void Query::recall(RowMemory& memory, Remembered remembered, std::span<const Argument> arguments) {
  write_key(memory.key(), text_, arguments);
  rows_ = memory.find(memory.key());
  if (rows_) return;
  Query query(connection_, text_, Remembered::no, SQLITE_STATIC, arguments);
  auto rows = std::make_shared<Rows>();
  rows->columns = static_cast<std::size_t>(sqlite3_column_count(query.statement_));
  while (query.step_statement()) {
    for (int column = 0; column < static_cast<int>(rows->columns); ++column) {
      const auto type = query.type(column);
      auto& cell = rows->cells.emplace_back(type, 0, rows->bytes.size(), 0U);
      if (type == SQLITE_INTEGER) cell.integer = sqlite3_column_int64(query.statement_, column);
      if (type != SQLITE_TEXT && type != SQLITE_BLOB) continue;
      rows->bytes += query.bytes(column);
      cell.size = rows->bytes.size() - cell.begin;
    }
  }
  rows_ = std::move(rows);
  if (remembered == Remembered::if_found && rows_->cells.empty()) return;
  write_key(memory.key(), text_, arguments);  // the first statement of a snapshot may have used it
  memory.keep(memory.key(), rows_);
}

bool Query::step() {
  if (!rows_) return step_statement();
  if (next_row_ * rows_->columns == rows_->cells.size()) return false;
  ++next_row_;
  return true;
}

bool Query::step_statement() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw connection_.error(text_);
}

const Rows::Cell& Query::cell(int column) const {
  return rows_->cells[(next_row_ - 1) * rows_->columns + static_cast<std::size_t>(column)];
}

int Query::type(int column) const { return rows_ ? cell(column).type : sqlite3_column_type(statement_, column); }

// Of a text: its UTF-8 bytes.
std::string_view Query::bytes(int column) const {
  if (rows_) return std::string_view(rows_->bytes).substr(cell(column).begin, cell(column).size);
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  if (data == nullptr) return {};  // there are none
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Query::is_null(int column) const { return type(column) == SQLITE_NULL; }

std::int64_t Query::integer(int column) const {
  if (type(column) != SQLITE_INTEGER) corrupt(column);
  return rows_ ? cell(column).integer : sqlite3_column_int64(statement_, column);
}

std::string Query::text(int column) const { return std::string(text_view(column)); }

std::string_view Query::text_view(int column) const {
  if (type(column) != SQLITE_TEXT) corrupt(column);
  return bytes(column);
}

Bytes Query::blob(int column) const {
  const auto view = blob_view(column);
  return {view.begin(), view.end()};
}

ByteView Query::blob_view(int column) const {
  if (type(column) != SQLITE_BLOB) corrupt(column);
  return as_bytes(bytes(column));
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
  auto* statement = statement_ ? statement_ : connection_.prepared(text_);
  throw CorruptStore("column " + std::string(sqlite3_column_name(statement, column)) +
                     " holds what was never written there (" + text_ + ")");
}

void Query::check(int code) const {
  if (code != SQLITE_OK) throw connection_.error(text_);
}

}  // namespace signet::store
