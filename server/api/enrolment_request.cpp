// SPDX-License-Identifier: Apache-2.0
#include "enrolment_request.hpp"

#include "audit/audit.hpp"
#include "respond.hpp"

namespace signet::api {

EnrolmentRequest::EnrolmentRequest(const Services& services, std::unique_ptr<const Request> request, Match match)
    : AnsweringTask(services), request_(std::move(request)), match_(std::move(match)) {}

std::optional<Response> EnrolmentRequest::decide(store::Snapshot& snapshot) {
  journal_ = fresh_journal();
  auto body = parse_json_object(request_->body.expose());
  if (!body) return respond(Error{ErrorCode::invalid, body.error()});
  body_ = std::move(*body);
  const Call call{services_, *request_, match_.parameters, query_, body_, nullptr, snapshot, journal_,
                  services_.clock.now()};
  auto reply = match_.route->handler(call);
  change_ = std::move(reply.change);
  if (!change_) return std::move(reply.response);
  return std::nullopt;
}

void EnrolmentRequest::work(store::Transaction& transaction) {
  journal_ = fresh_journal();
  vault::Work work{transaction, services_.keyring, services_.random, services_.clock.now(), journal_};
  std::optional<Error> refused;
  transaction.savepoint([&] {
    auto written = change_(work);
    if (!written) {
      refused = std::move(written.error());
      return false;
    }
    response_ = std::move(written->response);
    return true;
  });
  if (refused) return refuse(transaction, *refused);
  // A wrong passphrase: what it wrote stays.
  if (response_.status == 403) record_failure_of(transaction, "wrong passphrase", true);
  for (const auto& event : journal_.events) audit::append(transaction, event, work.now);
}

void EnrolmentRequest::refuse(store::Transaction& transaction, const Error& error) {
  record_failure_of(transaction, error.message,
                    error.code == ErrorCode::unauthenticated || error.code == ErrorCode::not_found);
  response_ = respond(error);
}

void EnrolmentRequest::record_failure_of(store::Transaction& transaction, const std::string& why, bool counts) {
  if (!failure_) {
    auto event = journal_.base;
    event.action = refusal();
    event.detail = why;
    failure_.emplace(services_, std::move(event), request_->head.address, std::string(), counts);
  }
  failure_->write(transaction);
}

Action EnrolmentRequest::refusal() const {
  return match_.route->path.starts_with("/v1/once/") ? Action::one_time_refused : Action::enrolment_refused;
}

vault::Journal EnrolmentRequest::fresh_journal() const {
  return {.base = {.action = refusal(),
                   .log = services_.installation_id,
                   .actor_kind = ActorKind::external,
                   .address = request_->head.address.to_string()}};
}

}  // namespace signet::api
