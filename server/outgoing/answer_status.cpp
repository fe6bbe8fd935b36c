// SPDX-License-Identifier: Apache-2.0
#include "answer_status.hpp"

#include <algorithm>

namespace signet::outgoing {

std::expected<int, std::string> status_of(std::string_view answer) {
  constexpr std::string_view kLine = "HTTP/1.x 200";
  while (answer.contains("\r\n")) {
    const auto line = answer.substr(0, answer.find("\r\n"));
    const bool good = line.size() >= kLine.size() && (line.starts_with("HTTP/1.1 ") || line.starts_with("HTTP/1.0 ")) &&
                      std::all_of(line.begin() + 9, line.begin() + 12, [](char c) { return c >= '0' && c <= '9'; }) &&
                      line[9] != '0' && (line.size() == kLine.size() || line[12] == ' ');
    if (!good) return std::unexpected("what answered is not HTTP");
    if (line[9] != '1') return (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
    const auto end = answer.find("\r\n\r\n");
    if (end == std::string_view::npos) return 0;
    answer.remove_prefix(end + 4);
  }
  return 0;
}

}  // namespace signet::outgoing
