// SPDX-License-Identifier: Apache-2.0
// One run of a prepared statement, from its arguments to its last row. Rows come out as what they must be, or as
// CorruptStore.
#pragma once

#include "domain/clock.hpp"
#include "signet/schema/secret_bytes.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/sql.hpp"

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signet::store {

class Query {
 public:
  /// Binds `arguments` to ?1, ?2, ... and copies them, so they may be temporaries.
  template <std::size_t N, class... Arguments>
  Query(Connection& connection, const Sql<N>& text, const Arguments&... arguments)
      : connection_(connection), text_(text.text), statement_(connection.prepared(text.text)) {
    int index = 0;
    (bind(++index, arguments), ...);
  }
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// True if there is a row.
  bool step();
  /// To the end, for statements without rows.
  void run() {
    while (step()) {
    }
  }

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] Bytes blob(int column) const;
  [[nodiscard]] bool boolean(int column) const { return integer(column) != 0; }
  [[nodiscard]] Instant instant(int column) const { return from_millis(integer(column)); }
  [[nodiscard]] std::optional<Instant> maybe_instant(int column) const;
  /// Exactly 32 bytes.
  [[nodiscard]] std::array<std::uint8_t, 32> digest(int column) const;
  template <class Id>
  [[nodiscard]] Id id(int column) const {
    auto id = Id::parse(text_view(column));
    if (!id) corrupt(column);
    return std::move(*id);
  }
  /// What stands in a column cannot be what we wrote.
  [[noreturn]] void corrupt(int column) const;

 private:
  [[nodiscard]] std::string_view text_view(int column) const;
  [[nodiscard]] ByteView blob_view(int column) const;

  void bind(int index, std::int64_t value);
  void bind(int index, std::string_view value);
  void bind(int index, const std::string& value) { bind(index, std::string_view(value)); }
  void bind(int index, const char* value) = delete;  // would be taken for a bool
  void bind(int index, ByteView value);
  void bind(int index, const Bytes& value) { bind(index, ByteView(value)); }
  void bind(int index, const std::array<std::uint8_t, 32>& value) { bind(index, ByteView(value)); }
  void bind(int index, Instant value) { bind(index, to_millis(value)); }
  void bind(int index, bool value) { bind(index, std::int64_t{value}); }
  template <std::integral T>
  void bind(int index, T value) {
    bind(index, static_cast<std::int64_t>(value));
  }
  template <class T>
  void bind(int index, const std::optional<T>& value) {
    if (value) bind(index, *value);  // else NULL, which is what an unbound argument is
  }
  template <class T>
    requires requires(const T& id) {
      { id.str() } -> std::same_as<const std::string&>;
    }
  void bind(int index, const T& id) {
    bind(index, std::string_view(id.str()));
  }
  void check(int code) const;

  Connection& connection_;
  const char* text_;
  sqlite3_stmt* statement_;
};

}  // namespace signet::store
