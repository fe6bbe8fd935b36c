// SPDX-License-Identifier: Apache-2.0
// What a client can cause. Anything else (a full disk, a damaged row) is an exception and a bare 500.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace signet {

enum class ErrorCode {
  invalid,          // a field of the input is wrong; `field` names it
  unauthenticated,
  forbidden,
  not_found,
  conflict,         // a name taken, a version moved on, a state that does not allow it
  locked_out,
  rate_limited,     // more often than a policy allows
  frozen,           // the project was frozen, by its canary or an operator
  too_large,
  unavailable,      // now, but not for ever
};

struct Error {
  ErrorCode code;
  std::string message;    // for the client: never a secret, never more than it may know
  std::string field = {};  // JSON name of the wrong field
  std::optional<std::uint64_t> current_version = {};  // of the secret, where another one was expected
  std::chrono::seconds retry_after{0};                // rate_limited: when the next try may succeed
};

}  // namespace signet
