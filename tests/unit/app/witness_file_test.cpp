// SPDX-License-Identifier: Apache-2.0
// The witness file has every line, and holds nobody up where it cannot be written.
#include "witness_file.hpp"

#include "support/process.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>

namespace signet::app {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

struct AWitnessFile : ::testing::Test {
  std::filesystem::path folder = [] {
    auto pattern = (std::filesystem::temp_directory_path() / "signet-witness-XXXXXX").string();
    return std::filesystem::path(mkdtemp(pattern.data()));
  }();
  std::filesystem::path file = folder / "witness";
  observe::Log log{{.level = observe::Level::error}};

  AWitnessFile() { ::testing::internal::CaptureStderr(); }
  ~AWitnessFile() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  static std::string logged() { return ::testing::internal::GetCapturedStderr(); }
  [[nodiscard]] std::string content() const {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

TEST_F(AWitnessFile, HasAllLinesInTheirOrderWhenItsWriterIsGone) {
  std::string all;
  {
    WitnessFile witness(file, log);
    for (int i = 0; i < 100; ++i) {
      const auto line = "line " + std::to_string(i) + "\n";
      witness.append(line);
      all += line;
    }
  }
  EXPECT_EQ(content(), all);
  EXPECT_EQ(logged(), "");
}

TEST_F(AWitnessFile, ThatIsNotThereIsSaidOnceAndWrittenWhenItIs) {
  const auto away = folder / "away" / "witness";
  {
    WitnessFile witness(away, log);
    for (int i = 0; i < 5; ++i) witness.append("lost\n");
  }
  const auto said = logged();
  EXPECT_THAT(said, HasSubstr("cannot be written: No such file"));
  EXPECT_EQ(said.find("cannot be written"), said.rfind("cannot be written")) << said;
}

// A pipe that nobody reads is a share that does not answer: who opens it waits.
TEST_F(AWitnessFile, ThatDoesNotAnswerHoldsNobodyUp) {
  ASSERT_EQ(mkfifo(file.c_str(), 0600), 0);
  {
    WitnessFile witness(file, log, milliseconds(20));
    witness.append("waits\n");
    const auto begin = std::chrono::steady_clock::now();
    ASSERT_TRUE(signet::testing::eventually(
        [&] { return std::chrono::steady_clock::now() - begin > milliseconds(20); }));
    witness.append("is lost\n");
    witness.append("is lost too\n");
  }
  const auto said = logged();
  EXPECT_THAT(said, HasSubstr("does not answer"));
  EXPECT_EQ(said.find("does not answer"), said.rfind("does not answer")) << said;

  const signet::testing::Descriptor reader(open(file.c_str(), O_RDONLY | O_CLOEXEC));  // lets its thread go
  std::array<char, 64> got{};
  const auto length = read(reader.number(), got.data(), got.size());
  EXPECT_EQ(std::string(got.data(), static_cast<std::size_t>(length)), "waits\n");
}

}  // namespace
}  // namespace signet::app
