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
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace signet::store {

/// What a statement is asked with.
struct Argument {
  enum class Type : std::uint8_t { null, integer, text, blob };
  Type type = Type::null;
  std::int64_t number = 0;
  std::string_view bytes = {};

  Argument() = default;
  template <std::integral T>
  Argument(T value) : type(Type::integer), number(static_cast<std::int64_t>(value)) {}
  Argument(Instant value) : Argument(to_millis(value)) {}
  Argument(std::string_view value) : type(Type::text), bytes(value) {}
  Argument(const std::string& value) : Argument(std::string_view(value)) {}
  Argument(const char* value) = delete;  // would be taken for a bool
  Argument(ByteView value) : type(Type::blob), bytes(reinterpret_cast<const char*>(value.data()), value.size()) {}
  Argument(const Bytes& value) : Argument(ByteView(value)) {}
  Argument(const std::array<std::uint8_t, 32>& value) : Argument(ByteView(value)) {}
  template <class T>
  Argument(const std::optional<T>& value) : Argument(value ? Argument(*value) : Argument()) {}
  template <class T>
    requires requires(const T& id) {
      { id.str() } -> std::same_as<const std::string&>;
    }
  Argument(const T& id) : Argument(id.str()) {}
};

/// The arguments outlive the query, so they need not be copied.
inline constexpr struct Borrowed {
} kBorrowed;

class Query {
 public:
  /// Binds `arguments` to ?1, ?2, ... and copies them, so they may be temporaries.
  template <std::size_t N, class... Arguments>
  Query(Connection& connection, const Sql<N>& text, const Arguments&... arguments)
      : Query(connection, text.text, text.remembered, SQLITE_TRANSIENT,
              std::array<Argument, sizeof...(Arguments)>{Argument(arguments)...}) {}
  template <std::size_t N, class... Arguments>
  Query(Borrowed, Connection& connection, const Sql<N>& text, const Arguments&... arguments)
      : Query(connection, text.text, text.remembered, SQLITE_STATIC,
              std::array<Argument, sizeof...(Arguments)>{Argument(arguments)...}) {}
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
  using Lifetime = sqlite3_destructor_type;
  Query(Connection& connection, const char* text, Remembered remembered, Lifetime lifetime,
        std::span<const Argument> arguments);

  void start(Lifetime lifetime, std::span<const Argument> arguments);
  void recall(RowMemory& memory, Remembered remembered, std::span<const Argument> arguments);
  bool step_statement();
  [[nodiscard]] int type(int column) const;
  [[nodiscard]] const Rows::Cell& cell(int column) const;
  [[nodiscard]] std::string_view bytes(int column) const;
  [[nodiscard]] std::string_view text_view(int column) const;
  [[nodiscard]] ByteView blob_view(int column) const;
  void check(int code) const;

  Connection& connection_;
  const char* text_;
  sqlite3_stmt* statement_ = nullptr;
  std::shared_ptr<const Rows> rows_;  // instead of the statement
  std::size_t next_row_ = 0;
};

}  // namespace signet::store
