// SPDX-License-Identifier: Apache-2.0
#include "response_head.hpp"

#include <fmt/format.h>

#include <strings.h>
#include <algorithm>
#include <array>
#include <stdexcept>

namespace signet::net {
namespace {

std::string_view reason(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 417: return "Expectation Failed";
    case 423: return "Locked";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "";  // the phrase may be empty
  }
}

bool stays_on_its_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

}  // namespace

std::string http_date(std::int64_t unix_seconds) {
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_seconds at{std::chrono::seconds(unix_seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(at - day);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::string response_head(const api::Response& response, std::string_view date,
                          std::optional<std::chrono::seconds> keep_alive, Framing framing) {
  std::string head;
  head.reserve(512);
  const auto add = [&](std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
  };
  head.append("HTTP/1.1 ").append(fmt::format_int(response.status).c_str()).append(1, ' ');
  head.append(reason(response.status)).append("\r\n");
  add("Date", date);
  add("Cache-Control", "no-store");
  bool has_type = false;
  for (const auto& [name, value] : response.headers) {
    if (!stays_on_its_line(name) || !stays_on_its_line(value))
      throw std::invalid_argument("an answer has a header that would not stay on its line: " + name);
    has_type = has_type || strcasecmp(name.c_str(), "Content-Type") == 0;
    add(name, value);
  }
  if (response.status != 204) {
    if (!has_type) add("Content-Type", "application/json");
    if (framing == Framing::length) add("Content-Length", fmt::format_int(response.body.size()).c_str());
    if (framing == Framing::chunked) add("Transfer-Encoding", "chunked");
  }
  add("Connection", keep_alive ? "keep-alive" : "close");
  if (keep_alive)
    head.append("Keep-Alive: timeout=").append(fmt::format_int(keep_alive->count()).c_str()).append("\r\n");
  return head.append("\r\n");
}

}  // namespace signet::net
