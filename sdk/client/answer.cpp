// SPDX-License-Identifier: Apache-2.0
#include "answer.hpp"

#include "fail.hpp"

#include <fmt/format.h>

#include <charconv>

namespace signet::client {
namespace {

struct Meaning {
  int status;
  ErrorKind kind;
  std::string_view advice;
};

constexpr Meaning kMeanings[] = {
    {400, ErrorKind::invalid_request, "correct the request"},
    {401, ErrorKind::authentication,
     "the server does not know this identity or its key, or it was revoked; do not try again and again: repeated "
     "failures lock this address out"},
    {403, ErrorKind::access_denied,
     "a pending machine must be approved, a secret granted, or an operator with a higher role asked"},
    {404, ErrorKind::not_found, "check the id"},
    {405, ErrorKind::invalid_request, "this server is of another version"},
    {409, ErrorKind::conflict, "look at the present state before doing it again"},
    {413, ErrorKind::invalid_request, "send less"},
    {414, ErrorKind::invalid_request, "send less"},
    {423, ErrorKind::access_denied, "the project is frozen; an owner has to unfreeze it"},
    {429, ErrorKind::locked_out, "wait; trying again sooner does not help"},
    {431, ErrorKind::invalid_request, "send less"},
    {503, ErrorKind::sealed_or_busy, "the server is busy, sealed or stopping; try again later"},
};

/// What the server says itself; empty if it is not one of our errors.
std::string said_by(const WireResponse& response) {
  const auto json = parse_json_object(response.body.expose());
  if (!json) return {};
  const auto* text = find_text(*json, "error");
  if (text == nullptr) return {};
  const auto* field = find_text(*json, "field");
  std::string said(std::string_view{*text});
  if (field != nullptr) said += fmt::format(" (field \"{}\")", std::string_view(*field));
  if (const auto* id = find_text(*json, "id")) said += fmt::format(" (id {})", std::string_view(*id));
  return said;
}

Meaning meaning_of(int status) {
  for (const auto& meaning : kMeanings) {
    if (meaning.status == status) return meaning;
  }
  if (status >= 300 && status < 400) {
    return {status, ErrorKind::server, "redirects are not followed: use the address of the server itself"};
  }
  if (status >= 400 && status < 500)
    return {status, ErrorKind::invalid_request, "this is no answer of a Signet server"};
  return {status, ErrorKind::server, "the server's log says more"};
}

}  // namespace

std::optional<std::chrono::seconds> retry_after(const WireResponse& response) {
  const auto text = response.find("Retry-After");
  if (!text) return std::nullopt;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
  if (error != std::errc{} || end != text->data() + text->size() || seconds < 0) return std::nullopt;
  return std::chrono::seconds(std::min<std::int64_t>(seconds, 366 * 86'400));
}

Error error_of(const WireResponse& response, std::string_view what, std::string_view who) {
  const Meaning meaning = meaning_of(response.status);
  Error error{.kind = meaning.kind, .status = response.status, .retry_after = retry_after(response)};
  const std::string said = said_by(response);
  error.message = what;
  if (!who.empty()) error.message += fmt::format(", signed by {}", who);
  error.message +=
      said.empty() ? fmt::format(": HTTP {}", response.status) : fmt::format(": {} (HTTP {})", said, response.status);
  error.message += fmt::format("; {}", meaning.advice);
  if (error.retry_after) error.message += fmt::format(" (after {} seconds)", error.retry_after->count());
  if (const auto json = parse_json_object(response.body.expose()); json && response.status == 409) {
    const Json* version = find_member(*json, "currentVersion");
    if (version != nullptr && version->is_number_unsigned()) error.current_version = version->get<std::uint64_t>();
  }
  return error;
}

Result<Json> body_object(const WireResponse& response, std::string_view what) {
  auto json = parse_json_object(response.body.expose());
  if (json) return std::move(*json);
  return std::unexpected(
      Error{.kind = ErrorKind::server,
            .status = response.status,
            .message = fmt::format("{}: the answer is {}; is this a Signet server?", what, json.error())});
}

}  // namespace signet::client
