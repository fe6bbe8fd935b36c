// SPDX-License-Identifier: Apache-2.0
#include "exit_codes.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace signet::cli {
namespace {

using enum client::ErrorKind;

struct ExitCode {
  int code;
  const char* meaning;
};

constexpr ExitCode kExitCodes[] = {
    {0, "done"},
    {1, "the command line, a file or a key of this machine is wrong, or you said no"},
    {2, "refused: not allowed, or the request itself is wrong"},
    {3, "not authenticated: unknown identity, bad signature, wrong clock"},
    {4, "not found"},
    {5, "conflict: a name taken, a version moved on, a state that forbids it"},
    {6, "not now: locked out or over a limit, or the server is busy, sealed or stopping"},
    {7, "no connection, or the server could not prove who it is"},
    {8, "the server failed, or answered what makes no sense"},
    {9, "unknown: a change was sent and may have happened; look before repeating it"},
};

int code_of(client::ErrorKind kind) {
  switch (kind) {
    case local: return 1;
    case invalid_request:
    case access_denied: return 2;
    case authentication:
    case clock_skew: return 3;
    case not_found: return 4;
    case conflict: return 5;
    case locked_out:
    case sealed_or_busy: return 6;
    case network:
    case tls: return 7;
    case server: return 8;
  }
  std::unreachable();
}

}  // namespace

int exit_code_of(const client::Error& error) { return error.may_have_happened ? 9 : code_of(error.kind); }

std::string exit_code_help() {
  std::string text = "Exit codes:\n";
  for (const auto& [code, meaning] : kExitCodes) fmt::format_to(std::back_inserter(text), "  {}  {}\n", code, meaning);
  return text;
}

}  // namespace signet::cli
