// SPDX-License-Identifier: Apache-2.0
#include "task.hpp"

#include "audit/audit.hpp"
#include "respond.hpp"

namespace signet::api {

AuthFailure::AuthFailure(const Services& services, AuditEvent event, const Address& address,
                         const std::string& identity, bool counts)
    : lockout_(services.lockout), now_(services.clock.now()) {
  services.measurements->refused(event.action, event.detail);
  event.address = address.to_string();
  if (counts) {
    count(services, auth::Lockout::Scope::address, address.lockout_subject(), event);
    if (!identity.empty()) count(services, auth::Lockout::Scope::identity, identity, event);
  }
  const auto subject = address.lockout_subject();
  if (counts ? services.refusals.may_record(now_) : services.refusals.may_record_uncounted(now_, subject)) {
    events_.insert(events_.begin(), std::move(event));
  } else {
    services.refusals.summarise(event.detail, subject);
  }
}

void AuthFailure::count(const Services& services, auth::Lockout::Scope scope, const std::string& subject,
                        const AuditEvent& event) {
  counted_.emplace_back(scope, subject);
  if (!services.lockout.count_failure(scope, subject, now_)) return;
  auto& locked = events_.emplace_back(event);
  locked.action = Action::auth_lockout;
  locked.detail = (scope == auth::Lockout::Scope::address ? "address " : "id ") + subject;
}

void AuthFailure::write(store::Transaction& transaction) const {
  for (const auto& [scope, subject] : counted_) transaction.put_lockout(lockout_.row_of(scope, subject));
  for (const auto& event : events_) audit::append(transaction, event, now_);
}

void AnsweringTask::record_failure(store::Transaction& transaction, const std::exception& failure) {
  broken_ = true;
  services_.log.error(std::string("a request failed in its commit: ") + failure.what(), origin.request);
  write_remains(transaction);
}

void AnsweringTask::done(store::Outcome outcome) noexcept {
  if (outcome == store::Outcome::committed && !broken_ && on_park) {
    if (auto parked = park()) {
      parked->otherwise = std::move(response_);
      parked->otherwise.route = origin.route;
      parked->origin = std::move(origin);
      return on_park(std::move(parked));
    }
  }
  Response answer;
  switch (outcome) {
    case store::Outcome::committed:
      if (!broken_) committed();
      answer = broken_ ? internal_error_response() : std::move(response_);
      break;
    case store::Outcome::failed: answer = broken_ ? internal_error_response() : busy_response(); break;
    case store::Outcome::unknown: answer = unknown_outcome_response(); break;
  }
  response_ = {};
  answer.route = origin.route;
  on_answer(std::move(answer));
}

}  // namespace signet::api
