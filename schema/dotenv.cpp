// SPDX-License-Identifier: Apache-2.0
#include "signet/schema/dotenv.hpp"

#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace signet {
namespace {

constexpr std::size_t kMostProblems = 100;
constexpr std::string_view kEscaped = "nrt\"\\`$";
constexpr std::string_view kMeant = "\n\r\t\"\\`$";

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n') || c == '\x7F'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; }
bool is_plain(char c) {
  return c != '\n' && !is_blank(c) && std::string_view("'\"\\`$#").find(c) == std::string_view::npos;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  Dotenv run() {
    while (!rest_.empty() && made_.problems.size() < kMostProblems) {
      const auto begun = line_;
      if (const auto reason = read_line(); !reason.empty()) {
        made_.problems.push_back({begun, reason});
        skip_line();
      }
    }
    return std::move(made_);
  }

 private:
  char peek() const { return rest_.empty() ? '\n' : rest_.front(); }
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '\n') ++line_;
    return c;
  }
  void skip_line() {
    while (!rest_.empty() && take() != '\n') {
    }
  }
  bool skip_blanks() {
    const bool any = is_blank(peek());
    while (is_blank(peek())) take();
    return any;
  }

  /// A line, and those that its quotes hold. What is wrong with it, or nothing.
  std::string_view read_line() {
    const bool indented = skip_blanks();
    if (peek() == '#' || peek() == '\n') return skip_line(), "";
    if (indented) return "a name begins in the first column";
    const auto begun = line_;
    auto name = read_name();
    if (name == "export" && skip_blanks()) name = read_name();
    if (name.empty() || !is_dotenv_name(name)) return "not NAME=value";
    if (peek() != '=') return "a name is followed by = and its value, without blanks";
    take();
    SecretBytes value;
    if (const auto reason = read_value(value); !reason.empty()) return reason;
    const bool apart = skip_blanks();
    if (peek() != '\n' && !(apart && peek() == '#')) return "something stands behind the value: quote the whole of it";
    if (!names_.emplace(name).second) return "this name stands in the file before";
    skip_line();
    made_.entries.push_back({begun, std::string(name), std::move(value)});
    return "";
  }

  std::string_view read_name() {
    const auto end = std::ranges::find_if_not(
        rest_, [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-'; });
    const auto name = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(name.size());
    return name;
  }

  std::string_view read_value(SecretBytes& value) {
    const char quote = peek();
    if (quote != '\'' && quote != '"') {
      const auto end = std::ranges::find_if_not(rest_, is_plain);
      value = SecretBytes::from_text(rest_.substr(0, static_cast<std::size_t>(end - rest_.begin())));
      rest_.remove_prefix(value.size());
      return "";
    }
    take();
    // The value is never longer than what stands between the quotes.
    const auto close = rest_.find(quote);
    value.reserve(close == std::string_view::npos ? 0 : close);
    while (!rest_.empty()) {
      char c = take();
      if (c == quote) return "";
      if (quote == '"' && (c == '$' || c == '`')) return "$ and ` stand behind a backslash between double quotes";
      if (quote == '"' && c == '\\') {
        const auto at = kEscaped.find(peek());
        if (at == std::string_view::npos) return "no such escape: \\n \\r \\t \\\" \\\\ \\` \\$";
        take();
        c = kMeant[at];
      }
      value.append(as_bytes({&c, 1}));
    }
    return "a quote is not closed";
  }

  std::string_view rest_;
  std::size_t line_ = 1;
  std::set<std::string, std::less<>> names_;
  Dotenv made_;
};

/// What no file may hold, wherever it stands.
std::optional<Dotenv::Problem> find_foreign(std::string_view text) {
  const auto line_of = [&](std::size_t at) {
    return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, at), '\n'));
  };
  if (!is_utf8(text)) return Dotenv::Problem{1, "not UTF-8"};
  if (text.starts_with("\xEF\xBB\xBF")) return Dotenv::Problem{1, "begins with a byte order mark"};
  const auto control = std::ranges::find_if(text, is_control);
  if (control == text.end()) return std::nullopt;
  const auto line = line_of(static_cast<std::size_t>(control - text.begin()));
  return Dotenv::Problem{line, *control == '\r' ? "a carriage return: lines end with a line feed alone"
                                                : "a control character"};
}

void append(SecretBytes& out, std::string_view text) { out.append(as_bytes(text)); }

}  // namespace

Dotenv parse_dotenv(std::string_view text) {
  if (const auto problem = find_foreign(text)) return {.entries = {}, .problems = {*problem}};
  return Parser(text).run();
}

bool is_dotenv_name(std::string_view text) {
  return !text.empty() && text.size() <= limits::kMaxName && is_letter(text.front()) &&
         std::ranges::all_of(text,
                             [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

bool append_dotenv(SecretBytes& out, std::string_view name, std::string_view value) {
  const bool controls = std::ranges::any_of(value, [](char c) { return is_control(c) && c != '\r'; });
  if (!is_dotenv_name(name) || controls || !is_utf8(value)) return false;
  append(out, name);
  append(out, "=");
  if (std::ranges::all_of(value, [](char c) { return is_plain(c) && c != '\r'; })) {
    append(out, value);
  } else if (value.find_first_of("'\r") == std::string_view::npos) {
    append(out, "'");
    append(out, value);
    append(out, "'");
  } else {
    append(out, "\"");
    for (const char& c : value) {
      const auto at = kMeant.find(c);
      if (at == std::string_view::npos) {
        append(out, {&c, 1});
      } else {
        append(out, "\\");
        append(out, kEscaped.substr(at, 1));
      }
    }
    append(out, "\"");
  }
  append(out, "\n");
  return true;
}

}  // namespace signet
