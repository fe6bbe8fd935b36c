// SPDX-License-Identifier: Apache-2.0
// A server whose disk and clocks the test breaks, one machine that reads one secret, and the count of what it received.
#pragma once

#include "faults/faults.hpp"
#include "integration/live_vault.hpp"

#include <chrono>
#include <optional>

namespace signet::testing {

/// How long a client may be kept waiting for an answer, whatever is broken.
inline constexpr std::chrono::milliseconds kBound{1'000};

class FaultyVault : public LiveVault {
 protected:
  static constexpr std::string_view kValue = "what must not leave unrecorded";

  FaultyVault() : faults(share_faults(server.folder / "faults")) {
    server.environment["FAULTS_FILE"] = (server.folder / "faults").string();
    server.start();
    reader.emplace(make_reader(kValue));
  }

  /// Within the bound, on a connection of its own.
  RawAnswer answered(const std::string& request, std::chrono::milliseconds bound = kBound) {
    const auto begin = std::chrono::steady_clock::now();
    auto answer = ask(request);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, bound);
    return answer;
  }
  [[nodiscard]] std::string a_read() const { return by_hand(reader->identity).sign("GET", reader->target()); }
  [[nodiscard]] std::string a_write(const std::string& name) const {
    return by_hand().sign("POST", in_vault("/projects"), R"({"name":")" + name + R"("})");
  }
  /// The status. A value that comes is counted, and comes with no other status.
  int read(std::chrono::milliseconds bound = kBound) {
    const auto answer = answered(a_read(), bound);
    EXPECT_EQ(answer.status == 200, answer.body.contains(kValue)) << answer.body;
    received += answer.status == 200 ? 1 : 0;
    return answer.status;
  }
  int write(const std::string& name) { return answered(a_write(name)).status; }

  /// Every value that was received is on record, and the files are whole.
  void settle_accounts() {
    std::size_t recorded = 0;
    auto owner = vault();
    client::PageRequest page{.limit = 200, .cursor = {}};
    do {
      const auto got = must(owner.audit({.actions = {"secret_read"}}, page));
      recorded += got.items.size();
      page.cursor = got.next;
    } while (page.cursor);
    EXPECT_GE(recorded, received);
    EXPECT_EQ(server.stop().code, 0);
    const auto verified = server.command({"verify", server.data.string()});
    EXPECT_EQ(verified.code, 0) << verified.err;
  }

  Faults& faults;
  std::optional<Reader> reader;
  std::size_t received = 0;
};

}  // namespace signet::testing
