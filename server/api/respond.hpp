// SPDX-License-Identifier: Apache-2.0
// How answers are made. Errors have one shape and one table of statuses.
#pragma once

#include "api/pipeline.hpp"
#include "auth/authenticate.hpp"
#include "domain/error.hpp"
#include "signet/schema/json.hpp"

namespace signet::api {

[[nodiscard]] int status_of(ErrorCode code);
[[nodiscard]] Response json_response(int status, const Json& body);
[[nodiscard]] Response respond(const Error& error);
/// There is no root key yet.
[[nodiscard]] Response sealed_response();
/// What the client hears of why it was not let in: less than the log does.
[[nodiscard]] Response respond(const auth::Refusal& refusal);
[[nodiscard]] Response unknown_outcome_response();
[[nodiscard]] Response internal_error_response();

}  // namespace signet::api
