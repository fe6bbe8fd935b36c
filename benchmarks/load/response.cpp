// SPDX-License-Identifier: Apache-2.0
#include "response.hpp"

#include <charconv>
#include <stdexcept>
#include <string>

namespace signet::load {
namespace {

constexpr std::string_view kProtocol = "HTTP/1.1 ", kEnd = "\r\n\r\n", kLength = "\r\nContent-Length: ";

template <class Number>
Number parse(std::string_view text) {
  Number number{};
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc{})
    throw std::runtime_error("an answer has no number where one belongs");
  return number;
}

}  // namespace

std::optional<Response> find_response(std::string_view input) {
  const auto end = input.find(kEnd);
  if (end == std::string_view::npos) return std::nullopt;
  if (!input.starts_with(kProtocol)) throw std::runtime_error("an answer is not HTTP/1.1");
  const auto head = input.substr(0, end + 2);
  const auto status = parse<int>(head.substr(kProtocol.size(), 3));
  const auto length = head.find(kLength);
  if (length == std::string_view::npos) throw std::runtime_error("an answer has no Content-Length");
  const auto size = end + kEnd.size() + parse<std::size_t>(head.substr(length + kLength.size()));
  if (input.size() < size) return std::nullopt;
  return Response{status, size};
}

}  // namespace signet::load
