// SPDX-License-Identifier: Apache-2.0
#include "sqlite/sqlite_store.hpp"

#include "sqlite/committer.hpp"
#include "sqlite/query.hpp"
#include "sqlite/sentences.hpp"
#include "sqlite/snapshot.hpp"

namespace signet::store {
namespace {

constexpr auto kBegin = sql("BEGIN");
constexpr auto kEnd = sql("ROLLBACK");

// DEFERRED: its first query fixes what it sees.
class ReaderSnapshot final : public SqliteSnapshot {
 public:
  explicit ReaderSnapshot(Connection& connection) : SqliteSnapshot(connection), connection_(connection) {
    Query(connection_, kBegin).run();
  }
  ~ReaderSnapshot() override {
    try {
      Query(connection_, kEnd).run();
    } catch (const SqliteError&) {
      // It only read. If the transaction is still open, the next BEGIN says so.
    }
  }

 private:
  Connection& connection_;
};

class SqliteReader final : public Reader {
 public:
  explicit SqliteReader(const std::filesystem::path& file) : connection_(file, Connection::Use::read) {}
  std::unique_ptr<Snapshot> snapshot() override { return std::make_unique<ReaderSnapshot>(connection_); }

 private:
  Connection connection_;
};

}  // namespace

// Connections that only read make the files of the log and cannot remove them; one that may write does, when it closes
// last. A committer was one.
SqliteStore::~SqliteStore() {
  if (!lock_ || had_committer_) return;
  try {
    const Connection last(file_, Connection::Use::migrate);
  } catch (const SqliteError&) {
    // Then they stay. They hold nothing.
  }
}

std::unique_ptr<Reader> SqliteStore::reader() {
  try {
    return std::make_unique<SqliteReader>(file_);
  } catch (const SqliteError& error) {
    throw StoreError(database_sentence(file_.string(), error));
  }
}

std::unique_ptr<Committer> SqliteStore::committer(CommitterOptions options) {
  if (has_committer_) throw std::logic_error("a store has one committer at a time");
  try {
    auto made = std::make_unique<SqliteCommitter>(file_, std::move(options), [this] { has_committer_ = false; });
    has_committer_ = had_committer_ = true;
    return made;
  } catch (const SqliteError& error) {
    throw StoreError(database_sentence(file_.string(), error));
  }
}

}  // namespace signet::store
