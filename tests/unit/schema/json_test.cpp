// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/json.hpp"

#include "signet/schema/limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

auto parse(std::string_view text) { return parse_json_object(as_bytes(text)); }

std::string nested(std::size_t depth, std::string_view open, std::string_view close) {
  std::string text = "{\"a\":";
  for (std::size_t i = 1; i < depth; ++i) text += open;
  text += '1';
  for (std::size_t i = 1; i < depth; ++i) text += close;
  return text + "}";
}

TEST(Json, IsRead) {
  const auto read = parse(R"( {"text":"caf\u00e9 \ud83d\udd11","number":-7,"large":18446744073709551615,"half":0.5,
                               "yes":true,"none":null,"list":[1,[],{}],"object":{"a":{"b":"c"}}} )");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(text_of(read->at("text")), "caf\xC3\xA9 \xF0\x9F\x94\x91");
  EXPECT_EQ(read->at("number").get<int>(), -7);
  EXPECT_EQ(read->at("large").get<std::uint64_t>(), 18'446'744'073'709'551'615U);
  EXPECT_DOUBLE_EQ(read->at("half").get<double>(), 0.5);
  EXPECT_TRUE(read->at("yes").get<bool>());
  EXPECT_TRUE(read->at("none").is_null());
  EXPECT_EQ(read->at("list").size(), 3U);
  EXPECT_EQ(text_of(read->at("object").at("a").at("b")), "c");
}

TEST(Json, ComesBackAsItWas) {
  for (const char* text : {"{}", R"({"a":[1,2.5,-3,null,true,"\u0001\"\\x"],"b":{"":""}})"}) {
    const auto read = parse(text);
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(to_public_text(*read), text);
    EXPECT_EQ(to_secret_text(*read).expose_text(), text);
  }
}

TEST(Json, IsMadeWithTheUsualIdioms) {
  Json made{{"name", "db"}, {"count", 3}};
  made["text"] = json_text("value");
  made["standard"] = std::string("text");
  made["list"] = Json::array({"a", 1, nullptr});
  for (const auto& [name, value] : made.items()) EXPECT_FALSE(name.empty() && value.is_null());
  EXPECT_EQ(made.value("count", 0), 3);
  EXPECT_EQ(made.value("missing", 5), 5);
  EXPECT_EQ(made.at("standard").get<std::string>(), "text");
  EXPECT_EQ(to_public_text(made), R"({"count":3,"list":["a",1,null],"name":"db","standard":"text","text":"value"})");
}

TEST(Json, GivesItsMembers) {
  const auto read = parse(R"({"text":"x","number":1})");
  ASSERT_TRUE(read);
  EXPECT_EQ(*find_text(*read, "text"), "x");
  EXPECT_EQ(find_text(*read, "number"), nullptr);
  EXPECT_EQ(find_text(*read, "Text"), nullptr);
  EXPECT_EQ(find_member(*read, "number")->get<int>(), 1);
  EXPECT_EQ(find_member(*read, "none"), nullptr);
  EXPECT_EQ(find_member(Json::array(), "none"), nullptr);
}

TEST(Json, RefusesAMemberNameTwiceAtAnyDepth) {
  for (const char* text : {R"({"a":1,"a":1})", R"({"a":1,"b":2,"a":3})", R"({"x":[{"a":1,"a":2}]})",
                           R"({"x":{"y":{"a":{},"a":{}}}})", R"({"a":1,"\u0061":2})", R"({"":1,"":2})"}) {
    const auto read = parse(text);
    ASSERT_FALSE(read) << text;
    EXPECT_THAT(read.error(), HasSubstr("twice"));
  }
  EXPECT_TRUE(parse(R"({"a":{"a":1},"A":[{"a":1},{"a":2}]})"));
}

TEST(Json, IsNestedOnlySoDeep) {
  EXPECT_TRUE(parse(nested(limits::kMaxJsonDepth, "[", "]")));
  EXPECT_FALSE(parse(nested(limits::kMaxJsonDepth + 1, "[", "]")));
  EXPECT_TRUE(parse(nested(limits::kMaxJsonDepth, "{\"a\":", "}")));
  EXPECT_FALSE(parse(nested(limits::kMaxJsonDepth + 1, "{\"a\":", "}")));
  EXPECT_FALSE(parse("{\"a\":" + std::string(100'000, '[')));
}

TEST(Json, IsOneObjectAndNothingElse) {
  for (const char* text : {"", " ", "[]", "[{}]", "1", "\"a\"", "null", "true", "{", "}", "{}{}", "{} {}", "{},", "{}x",
                           "{}]", "{}\x1F", "x{}"}) {
    EXPECT_FALSE(parse(text)) << text;
  }
  EXPECT_TRUE(parse(" \t\r\n{} \t\r\n"));
}

TEST(Json, IsStrict) {
  for (const char* text : {R"({"a":1,})",
                           R"({a:1})",
                           R"({'a':1})",
                           R"({"a":'b'})",
                           R"({"a":01})",
                           R"({"a":+1})",
                           R"({"a":.5})",
                           R"({"a":1.})",
                           R"({"a":0x1})",
                           R"({"a":NaN})",
                           R"({"a":Infinity})",
                           R"({"a":1e999})",
                           R"({"a":-1e999})",
                           R"({"a":True})",
                           R"({"a":[1,]})",
                           R"({"a" 1})",
                           R"({"a":})",
                           R"({"a"})",
                           R"({1:2})",
                           "{\"a\":\"\n\"}",
                           "{\"a\":\"\t\"}",
                           R"({"a":"\x41"})",
                           R"({"a":"\u12"})",
                           R"({"a":"\ud800"})",
                           R"({"a":"\udc00"})",
                           R"({"a":"\ud800\u0041"})",
                           R"({"a":"\ud800\ud800"})",
                           "{\"a\":\"",
                           "{\"a\":1 /* */}",
                           "{\"a\":1} // x",
                           "/**/{}",
                           "# x\n{}"}) {
    const auto read = parse(text);
    EXPECT_FALSE(read) << text;
  }
}

TEST(Json, IsUtf8WithoutByteOrderMark) {
  for (const std::string_view text : {"{\"a\":\"\xFF\"}", "{\"a\":\"\xC0\x80\"}", "{\"a\":\"\xED\xA0\x80\"}",
                                      "{\"a\":\"\xF4\x90\x80\x80\"}", "{\"\xC3\":1}", "\xFF{}"}) {
    ASSERT_FALSE(parse(text));
    EXPECT_EQ(parse(text).error(), "not UTF-8");
  }
  EXPECT_FALSE(parse("\xEF\xBB\xBF{}"));
  EXPECT_FALSE(parse("{}\xEF\xBB\xBF"));
}

TEST(Json, DoesNotEndAtAZeroByte) {
  for (const std::string_view text : {std::string_view("{}\0", 3), std::string_view("{}\0x", 4),
                                      std::string_view("\0{}", 3), std::string_view("{\"a\":\"\0\"}", 9)}) {
    EXPECT_FALSE(parse(text));
  }
  const auto read = parse(R"({"a":"\u0000"})");
  ASSERT_TRUE(read);
  EXPECT_EQ(text_of(read->at("a")), std::string_view("\0", 1));
}

TEST(Json, NeverQuotesTheInputInItsErrors) {
  constexpr std::string_view kSecret = "hunter2";
  for (const char* text :
       {R"({"hunter2":1,"hunter2":2})", R"({"a":"hunter2})", R"({"a":"hunter2" x})", R"({"a":hunter2})",
        R"(["hunter2"])", R"("hunter2")", "{\"a\":\"hunter2\xFF\"}", R"({"a":"hunter2\q"})", R"({"a":"b"}hunter2)"}) {
    const auto read = parse(text);
    ASSERT_FALSE(read) << text;
    EXPECT_THAT(read.error(), Not(HasSubstr(kSecret)));
    EXPECT_FALSE(read.error().empty());
  }
}

TEST(Json, IsNotWrittenFromWhatIsNotUtf8) {
  EXPECT_THROW(static_cast<void>(to_public_text(json_text("\xFF"))), Json::exception);
  EXPECT_THROW(static_cast<void>(to_secret_text(json_text("\xFF"))), Json::exception);
}

}  // namespace
}  // namespace signet
