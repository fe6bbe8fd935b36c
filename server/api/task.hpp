// SPDX-License-Identifier: Apache-2.0
// What a request adds to the group commit. work() settles an answer; it is given out when the outcome is known.
#pragma once

#include "api/pipeline.hpp"
#include "api/services.hpp"
#include "auth/authenticate.hpp"
#include "domain/audit_event.hpp"

#include <string>
#include <utility>
#include <vector>

namespace signet::api {

/// A failure to authenticate, as it will be recorded. Counted in memory when it is made; write() may run again, and
/// writes the counts as they are then.
class AuthFailure {
 public:
  /// `identity` is empty where only the address counts.
  AuthFailure(const Services& services, AuditEvent event, const Address& address, const std::string& identity,
              bool counts);
  void write(store::Transaction& transaction) const;

 private:
  void count(const Services& services, auth::Lockout::Scope scope, const std::string& subject, const AuditEvent& event);
  const auth::Lockout& lockout_;
  std::vector<std::pair<auth::Lockout::Scope, std::string>> counted_;
  std::vector<AuditEvent> events_;
  Instant now_;
};

class AnsweringTask : public PendingRequest {
 public:
  void run(store::Transaction& transaction) final {
    broken_ = false;  // a group that failed is run again, and what broke then need not break now
    work(transaction);
  }
  void record_failure(store::Transaction& transaction, const std::exception& failure) final;
  void done(store::Outcome outcome) noexcept final;

 protected:
  explicit AnsweringTask(const Services& services) : services_(services) {}
  /// May run again, from the beginning.
  virtual void work(store::Transaction& transaction) = 0;
  /// Null unless the request, whose commit is durable, wants to wait.
  virtual std::unique_ptr<Parked> park() { return nullptr; }
  /// What remains of a request whose work() threw.
  virtual void write_remains(store::Transaction& transaction) = 0;
  /// work() is durable. Must only count.
  virtual void committed() {}
  const Services& services_;
  Response response_;

 private:
  bool broken_ = false;
};

/// A request that was not let in.
class RefusedTask final : public AnsweringTask {
 public:
  RefusedTask(const Services& services, AuthFailure failure, Response response)
      : AnsweringTask(services), failure_(std::move(failure)) {
    response_ = std::move(response);
  }

 private:
  void work(store::Transaction& transaction) override { failure_.write(transaction); }
  void write_remains(store::Transaction& transaction) override { failure_.write(transaction); }
  AuthFailure failure_;
};

}  // namespace signet::api
