// SPDX-License-Identifier: Apache-2.0
#include "bootstrap_script.hpp"

#include <algorithm>

namespace signet::api {
namespace {

constexpr std::size_t kTokenDigits = 64;
constexpr std::string_view kNoScript =
    "#!/bin/sh\n"
    "echo 'signet: there is no script here: is the token complete, and has the server a public_url?' >&2\n"
    "exit 1\n";

Response text_response(int status, SecretBytes text) {
  return {.status = status, .headers = {{"Content-Type", "text/plain; charset=utf-8"}}, .body = std::move(text)};
}

/// Appends `text` up to `mark`, then `value`; what follows the mark is left.
void fill(SecretBytes& script, std::string_view& text, std::string_view mark, std::string_view value) {
  const auto at = text.find(mark);
  script.append(as_bytes(text.substr(0, at)));
  script.append(as_bytes(value));
  text.remove_prefix(at + mark.size());
}

}  // namespace

bool is_token(std::string_view text) {
  return text.size() == kTokenDigits &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

Response script_response(std::string_view api, std::string_view register_path, std::string_view token) {
  auto text = bootstrap_text();
  SecretBytes script;
  script.reserve(text.size() + api.size() + register_path.size() + token.size());
  fill(script, text, "@API@", api);
  fill(script, text, "@REGISTER@", register_path);
  fill(script, text, "@TOKEN@", token);
  script.append(as_bytes(text));
  return text_response(200, std::move(script));
}

Response no_script_response() { return text_response(404, SecretBytes::from_text(kNoScript)); }

bool is_script_place(std::string_view method, std::string_view path) {
  if (method != "GET" || !path.starts_with("/v1/")) return false;
  path.remove_prefix(4);
  const auto second = path.substr(std::min(path.size(), path.find('/')));
  return path.starts_with("bootstrap/") || second.starts_with("/enroll/") || second.starts_with("/temp-bootstrap/");
}

}  // namespace signet::api
