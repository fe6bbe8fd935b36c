// SPDX-License-Identifier: Apache-2.0
// What a commit changed is told once it is durable, and what did not happen is not told.
#include "database.hpp"
#include "tasks.hpp"

#include <span>
#include <stdexcept>

namespace signet::store {
namespace {

struct Announcements : StoreTest {
  Announcements() {
    committer.reset();
    committer = store->committer({.on_change = [this](std::span<const Announcement> announced) {
      for (const auto& each : announced) {
        durable = durable && snapshot()->is_known_address("ada", each.secret);
        secrets.push_back(each.secret);
      }
    }});
  }
  /// Until everything that was submitted has been told too.
  void drain() { committer->stop(); }
  static void change(Transaction& t, const std::string& secret) {
    t.put_known_address("ada", secret, kNow);
    t.announce({.vault = "vault", .machine = "", .secret = secret});
  }
  std::vector<std::string> secrets;  // of the writer thread, until drain()
  bool durable = true;
};

TEST_F(Announcements, FollowTheCommit) {
  Batch batch;
  batch.add([](Transaction& t) { change(t, "a"); });
  batch.add([](Transaction& t) { change(t, "b"); });
  EXPECT_TRUE(committer->submit(batch.take()).empty());
  drain();
  EXPECT_EQ(secrets, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(durable);
}

TEST_F(Announcements, OfWhatWasUndoneAreForgotten) {
  Batch batch;
  batch.add([](Transaction& t) {
    change(t, "kept");
    t.savepoint([&] {
      change(t, "undone");
      return false;
    });
  });
  batch.add(
      [](Transaction& t) {
        change(t, "failed");
        throw std::runtime_error("no");
      },
      [](Transaction& t, const std::exception&) { change(t, "recorded"); });
  EXPECT_TRUE(committer->submit(batch.take()).empty());
  drain();
  EXPECT_EQ(secrets, (std::vector<std::string>{"kept", "recorded"}));
}

}  // namespace
}  // namespace signet::store
