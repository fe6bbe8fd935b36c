// SPDX-License-Identifier: Apache-2.0
// An enrolment, or the opening of a one-time link, on its way to the commit: unsigned, so its one authentication, the
// token or the link's key, counts for the address alone.
#pragma once

#include "handler.hpp"
#include "routes.hpp"
#include "task.hpp"

#include <memory>
#include <optional>

namespace signet::api {

class EnrolmentRequest final : public AnsweringTask {
 public:
  EnrolmentRequest(const Services& services, std::unique_ptr<const Request> request, Match match);
  /// Token, key and proof, on a snapshot. The answer, if nothing needs to be written.
  [[nodiscard]] std::optional<Response> decide(store::Snapshot& snapshot);

 private:
  void work(store::Transaction& transaction) override;
  void write_remains(store::Transaction&) override {}
  [[nodiscard]] vault::Journal fresh_journal() const;
  void refuse(store::Transaction& transaction, const Error& error);
  /// Of what it asked for: what a refusal is called in the log.
  [[nodiscard]] Action refusal() const;
  void record_failure_of(store::Transaction& transaction, const std::string& why, bool counts);

  const std::unique_ptr<const Request> request_;
  const Match match_;
  Json body_ = Json::object();
  Query query_;
  vault::Journal journal_;
  Change change_;
  std::optional<AuthFailure> failure_;
};

}  // namespace signet::api
