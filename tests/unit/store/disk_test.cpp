// SPDX-License-Identifier: Apache-2.0
// When there is an alarm and when there is none, and what becomes of the reserve; on a disk of numbers, and of the real
// file on the real one.
#include "database.hpp"
#include "store/disk_watch.hpp"

#include <sys/resource.h>
#include <sys/stat.h>

#include <fstream>

namespace signet::store {
namespace {

using Kind = DiskNews::Kind;

struct Numbers {
  std::optional<DiskSpace> space = DiskSpace{10 * kReserveBytes, 90 * kReserveBytes};
  Reserve reserve = Reserve::none;
  bool allocates = true;
  bool empties = true;
};

class NumberedDisk final : public Disk {
 public:
  explicit NumberedDisk(Numbers& numbers) : numbers_(numbers) {}
  [[nodiscard]] std::optional<DiskSpace> space() const override { return numbers_.space; }
  [[nodiscard]] Reserve reserve() const override { return numbers_.reserve; }
  bool make_reserve() override {
    if (numbers_.allocates) numbers_.reserve = Reserve::whole;
    return numbers_.allocates;
  }
  bool give_up_reserve() override {
    if (numbers_.empties) numbers_.reserve = Reserve::given_up;
    return numbers_.empties;
  }

 private:
  Numbers& numbers_;
};

struct DiskWatching : testing::Test {
  Numbers disk;
  DiskWatch watch{std::make_unique<NumberedDisk>(disk)};

  std::vector<Kind> look() {
    std::vector<Kind> kinds;
    for (const auto& news : watch.look()) {
      EXPECT_FALSE(news.sentence.empty());
      kinds.push_back(news.kind);
    }
    return kinds;
  }
  /// Of a hundred times what the reserve is.
  void use(double per_cent) {
    const auto hundredth = static_cast<double>(kReserveBytes);
    disk.space = DiskSpace{static_cast<std::uint64_t>(per_cent * hundredth),
                           static_cast<std::uint64_t>((100 - per_cent) * hundredth)};
  }
};

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(DiskWatching, RaisesTheAlarmAtEightyPerCentAndClearsItBelowSeventyEight) {
  disk.reserve = Reserve::whole;
  use(79.9);
  EXPECT_THAT(look(), IsEmpty());
  use(80);
  EXPECT_THAT(look(), ElementsAre(Kind::alarm));
  EXPECT_THAT(look(), IsEmpty()) << "once";
  use(84.9);
  EXPECT_THAT(look(), IsEmpty());
  use(85);
  EXPECT_THAT(look(), ElementsAre(Kind::alarm)) << "and again when it gets worse";
  use(78);
  EXPECT_THAT(look(), IsEmpty());
  use(80);
  EXPECT_THAT(look(), IsEmpty()) << "it never ended";
  use(77.9);
  EXPECT_THAT(look(), ElementsAre(Kind::alarm_over));
  EXPECT_THAT(look(), IsEmpty());
  use(79);
  EXPECT_THAT(look(), IsEmpty());
  use(100);
  EXPECT_THAT(look(), ElementsAre(Kind::alarm));
}

TEST_F(DiskWatching, HasNoOpinionOfADiskThatSaysNothing) {
  disk.space.reset();
  EXPECT_THAT(look(), IsEmpty());
  EXPECT_EQ(disk.reserve, Reserve::none);
}

TEST_F(DiskWatching, MakesTheReserveWhereThereIsRoomForTwo) {
  disk.space = DiskSpace{0, 2 * kReserveBytes - 1};
  EXPECT_THAT(look(), ElementsAre(Kind::no_reserve));
  EXPECT_THAT(look(), IsEmpty()) << "once";
  EXPECT_FALSE(watch.is_on_reserve()) << "there never was one";
  disk.space = DiskSpace{0, 2 * kReserveBytes};
  disk.allocates = false;
  EXPECT_THAT(look(), IsEmpty());
  disk.allocates = true;
  EXPECT_THAT(look(), ElementsAre(Kind::reserve_made));
  EXPECT_TRUE(watch.has_reserve());
  EXPECT_THAT(look(), IsEmpty());
}

TEST_F(DiskWatching, GivesTheReserveUpOnceAndMakesItAgainWhenThereIsRoom) {
  ASSERT_THAT(look(), ElementsAre(Kind::reserve_made));
  watch.give_up_reserve();
  watch.give_up_reserve();
  EXPECT_TRUE(watch.is_on_reserve());
  EXPECT_FALSE(watch.has_reserve());
  disk.space = DiskSpace{0, 2 * kReserveBytes - 1};
  EXPECT_THAT(look(), ElementsAre(Kind::reserve_used));
  EXPECT_THAT(look(), IsEmpty());
  EXPECT_TRUE(watch.is_on_reserve()) << "what it left is for operators";
  disk.space = DiskSpace{0, 2 * kReserveBytes};
  EXPECT_THAT(look(), ElementsAre(Kind::reserve_restored));
  EXPECT_FALSE(watch.is_on_reserve());
  watch.give_up_reserve();
  disk.space = DiskSpace{0, 0};
  EXPECT_THAT(look(), ElementsAre(Kind::alarm, Kind::reserve_used)) << "the next time is told again";
}

TEST_F(DiskWatching, WithoutAReserveThereIsNothingToGiveUp) {
  watch.give_up_reserve();
  EXPECT_FALSE(watch.is_on_reserve());
  disk.reserve = Reserve::whole;
  disk.empties = false;
  watch.give_up_reserve();
  EXPECT_FALSE(watch.is_on_reserve()) << "a disk that takes nothing gives nothing back";
}

TEST_F(DiskWatching, RemembersOverARestartThatTheReserveIsInUse) {
  disk.reserve = Reserve::given_up;
  disk.space = DiskSpace{0, kReserveBytes};
  DiskWatch next(std::make_unique<NumberedDisk>(disk));
  EXPECT_TRUE(next.is_on_reserve());
}

TEST_F(DiskWatching, ADiskThatIsFullAtTheStartGetsTheReserve) {
  disk.reserve = Reserve::whole;
  disk.space = DiskSpace{0, DiskWatch::kRoomToStart};
  watch.make_room_to_start();
  EXPECT_FALSE(watch.is_on_reserve());
  disk.space = DiskSpace{0, DiskWatch::kRoomToStart - 1};
  watch.make_room_to_start();
  EXPECT_TRUE(watch.is_on_reserve());
}

TEST_F(DiskWatching, WhoTakesTheFileAwayByHandIsNotOnTheReserve) {
  ASSERT_THAT(look(), ElementsAre(Kind::reserve_made));
  watch.give_up_reserve();
  disk.space = DiskSpace{0, kReserveBytes};
  disk.reserve = Reserve::none;
  EXPECT_THAT(look(), ElementsAre(Kind::no_reserve));
  EXPECT_FALSE(watch.is_on_reserve());
}

TEST(RealDisk, TakesTheRoomAndGivesItBack) {
  const Folder folder;
  const auto disk = disk_under(folder.path());
  const auto file = folder / "signet.reserve";
  ASSERT_TRUE(disk->space());
  EXPECT_GT(disk->space()->total(), 0U);
  EXPECT_EQ(disk->reserve(), Reserve::none);
  EXPECT_FALSE(disk->give_up_reserve());
  ASSERT_TRUE(disk->make_reserve());
  EXPECT_EQ(disk->reserve(), Reserve::whole);
  struct stat made{};
  ASSERT_EQ(stat(file.c_str(), &made), 0);
  EXPECT_EQ(static_cast<std::uint64_t>(made.st_size), kReserveBytes);
  EXPECT_GE(static_cast<std::uint64_t>(made.st_blocks) * 512, kReserveBytes) << "no hole";
  EXPECT_EQ(made.st_mode & 07777, 0600U);
  ASSERT_TRUE(disk->give_up_reserve());
  EXPECT_EQ(disk->reserve(), Reserve::given_up);
  ASSERT_EQ(stat(file.c_str(), &made), 0);
  EXPECT_LT(static_cast<std::uint64_t>(made.st_blocks) * 512, kReserveBytes) << "its room is free again";
  EXPECT_EQ(disk_under(folder.path())->reserve(), Reserve::given_up);
  std::filesystem::permissions(file, std::filesystem::perms(0644));
  ASSERT_TRUE(disk->make_reserve());
  ASSERT_EQ(stat(file.c_str(), &made), 0);
  EXPECT_EQ(made.st_mode & 07777, 0600U);
}

TEST(RealDisk, LeavesNothingBehindWhereFilesMayNotBeSoLarge) {
  const Folder folder;
  const auto disk = disk_under(folder.path());
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  auto less = before;
  less.rlim_cur = 2 * kReserveBytes - 1;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &less), 0);
  EXPECT_FALSE(disk->make_reserve());
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(RealDisk, FillsAReserveThatIsAllHolesOrWasNotFinished) {
  const Folder folder;
  const auto disk = disk_under(folder.path());
  std::ofstream(folder / "signet.reserve") << "a part";
  EXPECT_EQ(disk->reserve(), Reserve::none);
  std::filesystem::resize_file(folder / "signet.reserve", kReserveBytes);
  EXPECT_EQ(disk->reserve(), Reserve::none);
  ASSERT_TRUE(disk->make_reserve());
  EXPECT_EQ(disk->reserve(), Reserve::whole);
  EXPECT_EQ(std::filesystem::file_size(folder / "signet.reserve"), kReserveBytes);
}

TEST(RealDisk, FollowsNoLink) {
  const Folder folder;
  const auto other = folder / "other";
  std::ofstream(other) << "not mine";
  std::filesystem::create_symlink(other, folder / "signet.reserve");
  const auto disk = disk_under(folder.path());
  EXPECT_EQ(disk->reserve(), Reserve::none);
  EXPECT_FALSE(disk->make_reserve());
  EXPECT_FALSE(disk->give_up_reserve());
  EXPECT_EQ(std::filesystem::file_size(other), 8U);
}

TEST(RealDisk, ThatIsNotThereSaysNothing) {
  const Folder folder;
  const auto disk = disk_under(folder / "nowhere");
  EXPECT_FALSE(disk->space());
  EXPECT_EQ(disk->reserve(), Reserve::none);
  EXPECT_FALSE(disk->make_reserve());
}

}  // namespace
}  // namespace signet::store
