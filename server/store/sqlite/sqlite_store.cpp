// SPDX-License-Identifier: Apache-2.0
#include "sqlite/sqlite_store.hpp"

#include "sqlite/committer.hpp"
#include "sqlite/query.hpp"
#include "sqlite/sentences.hpp"
#include "sqlite/snapshot.hpp"

#include <utility>

namespace signet::store {
namespace {

constexpr auto kBegin = sql("BEGIN");
constexpr auto kFixate = sql("SELECT 1 FROM installation");
constexpr auto kEnd = sql("ROLLBACK");

constexpr std::size_t kMemory = 8 * 1'024 * 1'024;  // bytes, of each reader
constexpr std::size_t kMostIdle = 4;

[[noreturn]] void throw_outdated() { throw Outdated("the rows that a snapshot began with have changed"); }

/// The read transaction of a connection. Its pages stay in SQLite's cache until it ends, so a thread that answers many
/// requests at a time keeps it for all of them; not for longer, since the log cannot start over meanwhile.
class ReadTransaction {
 public:
  ReadTransaction(Connection& connection, const ChangeCount& changes) : connection_(connection), changes_(changes) {}
  ~ReadTransaction() { end(); }
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

  /// BEGIN alone fixes nothing; the query after it does. What was committed between two looks at the count is seen by
  /// the query if it stands between them too. Returns the state it sees, unsettled if that is not known.
  std::uint64_t begin() {
    if (begun_) return state_;
    state_ = kUnsettled;
    Query(connection_, kBegin).run();
    begun_ = true;
    const std::uint64_t before = changes_;
    static_cast<void>(Query(connection_, kFixate).step());
    const std::uint64_t after = changes_;
    state_ = before == after ? after : kUnsettled;
    return state_;
  }
  void end() {
    if (!std::exchange(begun_, false)) return;
    try {
      Query(connection_, kEnd).run();
    } catch (const SqliteError&) {
      // It only read. If the transaction is still open, the next BEGIN says so.
    }
  }
  [[nodiscard]] bool sees(std::uint64_t state) const { return begun_ && state_ == state; }

 private:
  static constexpr std::uint64_t kUnsettled = 1;
  Connection& connection_;
  const ChangeCount& changes_;
  bool begun_ = false;
  std::uint64_t state_ = kUnsettled;
};

/// The database is asked from the first question on to which nobody knows the answer; what was answered before that
/// must be of the same state.
class ReaderSnapshot final : public SqliteSnapshot {
 public:
  enum class From : std::uint8_t { memory, database };

  ReaderSnapshot(Connection& connection, const Visits& visits, const LiveNonces& nonces, ReadTransaction& transaction,
                 std::uint64_t state, From from)
      : SqliteSnapshot(connection, &visits, &nonces), connection_(connection), transaction_(transaction), from_(from) {
    connection_.memory()->pause();
    if (from == From::memory) recall(state);
    if (from != From::memory || !transaction_.sees(state)) transaction_.end();
    connection_.before_next_use([this] { begin(); });
  }
  ~ReaderSnapshot() override {
    connection_.before_next_use(nullptr);
    if (from_ == From::database) transaction_.end();
  }

 private:
  void recall(std::uint64_t state) {
    if (is_settled(state)) {
      connection_.memory()->begin(state);
    } else {
      connection_.memory()->switch_off();
    }
  }

  void begin() {
    const auto state = transaction_.begin();
    auto& memory = *connection_.memory();
    if (memory.is_on() && state == memory.state()) return;
    if (memory.is_on() && memory.has_served()) {
      memory.switch_off();
      connection_.before_next_use(throw_outdated);  // nor does it answer anything else
      throw_outdated();
    }
    recall(state);
  }

  Connection& connection_;
  ReadTransaction& transaction_;
  const From from_;
};

class SqliteReader final : public Reader {
 public:
  using GiveBack = std::function<void(std::unique_ptr<Connection>)>;
  SqliteReader(std::unique_ptr<Connection> connection, GiveBack give_back, const ChangeCount& changes,
               const Visits& visits, const LiveNonces& nonces)
      : connection_(std::move(connection)),
        give_back_(std::move(give_back)),
        changes_(changes),
        visits_(visits),
        nonces_(nonces) {}
  ~SqliteReader() override {
    transaction_.end();
    give_back_(std::move(connection_));
  }
  std::unique_ptr<Snapshot> snapshot() override { return make(ReaderSnapshot::From::database); }
  std::unique_ptr<Snapshot> remembered_snapshot() override { return make(ReaderSnapshot::From::memory); }
  void rest() override { transaction_.end(); }

 private:
  std::unique_ptr<Snapshot> make(ReaderSnapshot::From from) {
    return std::make_unique<ReaderSnapshot>(*connection_, visits_, nonces_, transaction_, changes_, from);
  }

  std::unique_ptr<Connection> connection_;
  GiveBack give_back_;
  const ChangeCount& changes_;
  const Visits& visits_;
  const LiveNonces& nonces_;
  ReadTransaction transaction_{*connection_, changes_};
};

}  // namespace

// Connections that only read make the files of the log and cannot remove them; one that may write does, when it closes
// last.
SqliteStore::~SqliteStore() {
  idle_.clear();
  if (!lock_) return;
  try {
    const Connection last(file_, Connection::Use::migrate);
  } catch (const SqliteError&) {
    // Then they stay. They hold nothing.
  }
}

std::unique_ptr<Connection> SqliteStore::take_idle() {
  {
    const std::scoped_lock lock(idle_mutex_);
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  auto made = std::make_unique<Connection>(file_, Connection::Use::read);
  made->remember(kMemory);
  return made;
}

void SqliteStore::keep_idle(std::unique_ptr<Connection> connection) {
  const std::scoped_lock lock(idle_mutex_);
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(connection));
}

std::unique_ptr<Reader> SqliteStore::reader() {
  try {
    return std::make_unique<SqliteReader>(
        take_idle(), [this](auto connection) { keep_idle(std::move(connection)); }, changes_, visits_, nonces_);
  } catch (const SqliteError& error) {
    throw StoreError(database_sentence(file_.string(), error));
  }
}

std::unique_ptr<Committer> SqliteStore::committer(CommitterOptions options) {
  if (has_committer_) throw std::logic_error("a store has one committer at a time");
  try {
    auto made = std::make_unique<SqliteCommitter>(file_, changes_, visits_, nonces_, std::move(options),
                                                  [this] { has_committer_ = false; });
    has_committer_ = true;
    return made;
  } catch (const SqliteError& error) {
    throw StoreError(database_sentence(file_.string(), error));
  }
}

}  // namespace signet::store
