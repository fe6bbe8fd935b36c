// SPDX-License-Identifier: Apache-2.0
// g++ 12 compiles an await inside a condition, and braces inside an await, to code that crashes; and it does so without
// a word. So there are none.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace {

/// What stands in the parentheses that a line begins with: `if (this)`. Empty if it begins otherwise.
std::string_view condition(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" }"), line.size()));
  if (line.starts_with("else ")) line.remove_prefix(5);
  if (!line.starts_with("if (") && !line.starts_with("while (") && !line.starts_with("switch (")) return {};
  const auto open = line.find('(');
  int depth = 0;
  for (auto at = open; at < line.size(); ++at) {
    if (line[at] == '(') ++depth;
    if (line[at] == ')' && --depth == 0) return line.substr(open, at - open);
  }
  return line.substr(open);
}

TEST(Coroutines, AwaitInStatementsOfTheirOwn) {
  int awaits = 0;
  for (const auto& file : std::filesystem::directory_iterator(SIGNET_SOURCE_DIR "/server/net")) {
    if (file.path().extension() != ".cpp") continue;
    std::ifstream source(file.path());
    for (std::string line; std::getline(source, line);) {
      const auto await = line.find("co_await");
      if (await == std::string::npos) continue;
      ++awaits;
      EXPECT_FALSE(condition(line).contains("co_await")) << file.path() << ": " << line;
      EXPECT_EQ(line.find_first_of("{[", await), std::string::npos) << file.path() << ": " << line;
    }
  }
  EXPECT_GT(awaits, 10);
}

TEST(Coroutines, ConditionsAreFound) {
  EXPECT_EQ(condition("  } else if (f(a) && b) c(d);"), "(f(a) && b");
  EXPECT_EQ(condition("while (a) b();"), "(a");
  EXPECT_EQ(condition("const auto a = b();"), "");
}

}  // namespace
