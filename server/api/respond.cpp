// SPDX-License-Identifier: Apache-2.0
#include "respond.hpp"

#include "handler.hpp"
#include "signet/schema/canonical_request.hpp"

#include <utility>

namespace signet::api {

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid: return 400;
    case ErrorCode::unauthenticated: return 401;
    case ErrorCode::forbidden: return 403;
    case ErrorCode::not_found: return 404;
    case ErrorCode::conflict: return 409;
    case ErrorCode::too_large: return 413;
    case ErrorCode::locked_out:
    case ErrorCode::rate_limited: return 429;
    case ErrorCode::frozen: return 423;
    case ErrorCode::unavailable: return 503;
  }
  std::unreachable();
}

Response json_response(int status, const Json& body) { return {.status = status, .body = to_secret_text(body)}; }

Response error_response(int status, std::string_view message) {
  return json_response(status, Json{{"error", json_text(message)}});
}

Response respond(const Error& error) {
  // One text for every 401: the reason is for the log.
  const auto message = error.code == ErrorCode::unauthenticated ? "Unauthorized" : std::string_view(error.message);
  Json body{{"error", json_text(message)}};
  if (!error.field.empty()) body["field"] = json_text(error.field);
  if (error.current_version) body["currentVersion"] = *error.current_version;
  auto response = json_response(status_of(error.code), body);
  if (error.retry_after.count() > 0)
    response.headers.push_back({"Retry-After", std::to_string(error.retry_after.count())});
  return response;
}

Response respond(const auth::Refusal& refusal) {
  std::string_view message = "Unauthorized";
  if (refusal.code == ErrorCode::forbidden) message = "Forbidden";
  if (refusal.code == ErrorCode::locked_out) message = "Too many failed requests: try again later";
  if (refusal.code == ErrorCode::rate_limited) message = "Too many requests: try again later";
  if (refusal.code == ErrorCode::unavailable) message = "Unavailable: try again later";
  if (!refusal.told.empty()) message = refusal.told;
  auto response = error_response(status_of(refusal.code), message);
  if (refusal.stale) response.headers.push_back({std::string(header::kReason), "stale-timestamp"});
  if (refusal.retry_after.count() > 0)
    response.headers.push_back({"Retry-After", std::to_string(refusal.retry_after.count())});
  return response;
}

Response busy_response() {
  auto response = error_response(503, "The server is busy: nothing has happened, try again");
  response.headers.push_back({"Retry-After", "1"});
  return response;
}

Response sealed_response() {
  auto response = error_response(503, "The server is sealed, awaiting unseal");
  response.headers.push_back({"Retry-After", "1"});
  return response;
}

Response unknown_outcome_response() {
  auto response = error_response(503, "The server could not write to its disk: it may have happened or not");
  response.headers.push_back({std::string(header::kOutcome), "unknown"});
  response.headers.push_back({"Retry-After", "5"});
  return response;
}

Response internal_error_response() { return error_response(500, "Internal error: the server's log says more"); }

Reply::Reply(const Error& error) : response(respond(error)) {}

}  // namespace signet::api
