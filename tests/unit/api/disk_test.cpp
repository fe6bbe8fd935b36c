// SPDX-License-Identifier: Apache-2.0
// What a disk that fills up changes: what is recorded, what is held back, and who may use the reserve.
#include "api/watch_disk.hpp"
#include "support/installation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::testing {
namespace {

using store::DiskSpace;
using store::Reserve;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Numbers {
  DiskSpace space{0, 4 * store::kReserveBytes};
  Reserve reserve = Reserve::whole;
};

class NumberedDisk final : public store::Disk {
 public:
  explicit NumberedDisk(Numbers& numbers) : numbers_(numbers) {}
  [[nodiscard]] std::optional<DiskSpace> space() const override { return numbers_.space; }
  [[nodiscard]] Reserve reserve() const override { return numbers_.reserve; }
  bool make_reserve() override {
    numbers_.reserve = Reserve::whole;
    return true;
  }
  bool give_up_reserve() override {
    numbers_.reserve = Reserve::given_up;
    return true;
  }

 private:
  Numbers& numbers_;
};

class RefusingCommitter final : public store::Committer {
 public:
  using Tasks = std::vector<std::unique_ptr<store::Task>>;
  [[nodiscard]] Tasks submit(Tasks tasks) override { return tasks; }
  [[nodiscard]] std::unique_ptr<store::Task> withdraw(const store::Task*) override { return nullptr; }
  [[nodiscard]] std::size_t queued() const override { return 0; }
  void stop() override {}
};

struct FullDisk : ::testing::Test {
  FullDisk() { services.disk = std::make_shared<store::DiskWatch>(std::make_unique<NumberedDisk>(disk)); }
  void fill() {
    disk.space = {4 * store::kReserveBytes, 0};
    services.disk->give_up_reserve();
  }
  [[nodiscard]] std::vector<std::string> recorded() {
    auto actions = vault.actions(vault.installation_id);
    std::erase_if(actions, [](const auto& action) { return !action.starts_with("disk_"); });
    return actions;
  }

  Installation vault;
  Numbers disk;
  api::Services services = vault.services();
};

TEST_F(FullDisk, IsRecordedOnceAndWhenItIsOver) {
  api::Housekeeping housekeeping(services, vault.committer());
  const auto later = [&] {
    vault.clock.advance(std::chrono::seconds(5));
    housekeeping.tick();
  };
  disk.space = {9 * store::kReserveBytes, store::kReserveBytes};
  later();
  EXPECT_THAT(recorded(), IsEmpty()) << "an alarm is for the log of the server";
  fill();
  later();
  later();
  EXPECT_THAT(recorded(), ElementsAre("disk_full"));
  disk.space = {0, 4 * store::kReserveBytes};
  later();
  later();
  EXPECT_THAT(recorded(), ElementsAre("disk_full", "disk_recovered"));
  EXPECT_EQ(disk.reserve, Reserve::whole);
}

TEST_F(FullDisk, IsRecordedAsSoonAsThatCanBeWritten) {
  RefusingCommitter refusing;
  static_cast<void>(services.disk->look());
  fill();
  api::watch_disk(services, refusing);
  api::watch_disk(services, refusing);
  disk.space = {0, 4 * store::kReserveBytes};
  api::watch_disk(services, refusing);
  EXPECT_THAT(recorded(), IsEmpty());
  api::watch_disk(services, vault.committer());
  api::watch_disk(services, vault.committer());
  EXPECT_THAT(recorded(), ElementsAre("disk_full", "disk_recovered"));
}

TEST_F(FullDisk, LetsAStopWriteWhatWasHeldBack) {
  api::Housekeeping housekeeping(services, vault.committer());
  services.refusals.summarise("bad signature", "192.0.2.1");
  fill();
  housekeeping.finish();
  EXPECT_THAT(vault.actions(vault.installation_id), ::testing::Contains("auth_refusals"));
}

TEST_F(FullDisk, HoldsBackTheSummaryOfRefusals) {
  api::Housekeeping housekeeping(services, vault.committer());
  services.refusals.summarise("bad signature", "192.0.2.1");
  fill();
  const auto size = vault.audit_size(vault.installation_id);
  housekeeping.tick();
  EXPECT_EQ(vault.audit_size(vault.installation_id), size);
  disk.space = {0, 4 * store::kReserveBytes};
  static_cast<void>(services.disk->look());
  housekeeping.tick();
  EXPECT_THAT(vault.actions(vault.installation_id), ::testing::Contains("auth_refusals")) << "and it is not lost";
}

TEST_F(FullDisk, IsNobodysMatterWhereNobodyLooks) {
  services.disk = nullptr;
  api::watch_disk(services, vault.committer());
  EXPECT_THAT(recorded(), IsEmpty());
}

TEST_F(FullDisk, GivesItsReserveToOperatorsAlone) {
  const auto may_use = [&](const Signed& signed_one) {
    auto prepared = vault.pipeline().prepare(Installation::copy(signed_one.request));
    return prepared.pending ? std::optional(prepared.pending->may_use_reserve()) : std::nullopt;
  };
  const auto machine = vault.make_machine();
  EXPECT_EQ(may_use(vault.sign(vault.root, "GET", vault.vault_path("/projects"))), true);
  EXPECT_EQ(may_use(vault.sign(vault.root, "POST", vault.vault_path("/projects"), R"({"name":"p"})")), true);
  EXPECT_EQ(may_use(vault.sign(machine, "GET", "/v1/secrets")), false);
  auto forged = vault.sign(vault.root, "GET", vault.vault_path("/projects"));
  forged.request.head.target = vault.vault_path("/machines");
  EXPECT_EQ(may_use(forged), false) << "who does not authenticate is nobody";
}

}  // namespace
}  // namespace signet::testing
