// SPDX-License-Identifier: Apache-2.0
#include "observe/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace signet::observe {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

std::string written(Log::Options options, const std::function<void(Log&)>& work) {
  testing::internal::CaptureStderr();
  {
    Log log(options);
    work(log);
  }
  return testing::internal::GetCapturedStderr();
}

std::string one_line(bool json, std::string_view message) {
  return written({.level = Level::info, .json = json}, [&](Log& log) { log.info(message); });
}

TEST(Log, WritesOneLineWithTimeInUtcAndLevel) {
  EXPECT_THAT(one_line(false, "listening"),
              MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z info    listening\n"));
}

TEST(Log, WritesOneObjectALineWithExactlyThreeMembers) {
  const auto line = one_line(true, "a \"quoted\" \\ thing");
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto object = nlohmann::json::parse(line);
  EXPECT_EQ(object.size(), 3U);
  EXPECT_EQ(object.at("level"), "info");
  EXPECT_EQ(object.at("message"), "a \"quoted\" \\ thing");
  EXPECT_THAT(object.at("at").get<std::string>(), MatchesRegex(".*Z"));
}

TEST(Log, NamesTheRequestThatALineIsAbout) {
  const auto with_id = [](bool json) {
    return written({.level = Level::info, .json = json}, [](Log& log) { log.error("failed", "a\"1"); });
  };
  EXPECT_THAT(with_id(false), HasSubstr("failed [request a\"1]\n"));
  const auto object = nlohmann::json::parse(with_id(true));
  EXPECT_EQ(object.size(), 4U);
  EXPECT_EQ(object.at("message"), "failed");
  EXPECT_EQ(object.at("request"), "a\"1");
}

TEST(Log, SaysWhatItWants) {
  EXPECT_FALSE(Log({.level = Level::info}).wants(Level::debug));
  EXPECT_TRUE(Log({.level = Level::info}).wants(Level::info));
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
  const auto text = written({.level = Level::warning, .json = false}, [](Log& log) {
    log.debug("one");
    log.info("two");
    log.warning("three");
    log.error("four");
  });
  EXPECT_THAT(text, Not(HasSubstr("one")));
  EXPECT_THAT(text, Not(HasSubstr("two")));
  EXPECT_THAT(text, HasSubstr("warning three\n"));
  EXPECT_THAT(text, HasSubstr("error   four\n"));
}

TEST(Log, NothingInAMessageCanEndALineOrCommandATerminal) {
  const std::string hostile =
      "a\nb\rc\td\x1b[2J\x7f\xc2\x9b"
      "2J";
  EXPECT_THAT(one_line(false, hostile), HasSubstr("a\\nb\\rc\\td\\u001b[2J\\u007f\\u009b2J\n"));
  const auto json = one_line(true, hostile);
  EXPECT_EQ(json.find('\n'), json.size() - 1);
  EXPECT_EQ(nlohmann::json::parse(json).at("message"), hostile);
}

TEST(Log, KeepsUtf8AndWritesOutBytesThatAreNot) {
  EXPECT_THAT(one_line(false, "gr\xc3\xbc\xc3\x9f"), HasSubstr("gr\xc3\xbc\xc3\x9f\n"));
  EXPECT_THAT(one_line(false, "gr\xfc\xdf"), HasSubstr("gr\\xfc\\xdf\n"));
  EXPECT_EQ(nlohmann::json::parse(one_line(true, "gr\xfc")).at("message"), "gr\xc3\xbc");
}

TEST(Log, TakesPercentAndBracesAsTheyAre) { EXPECT_THAT(one_line(false, "%v {} {0} %"), HasSubstr("%v {} {0} %\n")); }

TEST(Log, LinesOfSeveralThreadsDoNotMix) {
  const auto text = written({.level = Level::info, .json = true}, [](Log& log) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&log] {
        for (int n = 0; n < 50; ++n) log.info("a line of a thread");
      });
  });
  std::size_t lines = 0;
  for (std::size_t begin = 0; begin < text.size(); ++lines) {
    const auto end = text.find('\n', begin);
    EXPECT_TRUE(nlohmann::json::accept(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  EXPECT_EQ(lines, 200U);
}

}  // namespace
}  // namespace signet::observe
