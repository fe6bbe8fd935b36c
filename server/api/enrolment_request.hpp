// SPDX-License-Identifier: Apache-2.0
// An enrolment on its way to the commit: unsigned, so its one authentication, the token, counts for the address alone.
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
  void run(store::Transaction& transaction) override;

 private:
  void write_remains(store::Transaction&) override {}
  [[nodiscard]] vault::Journal fresh_journal() const;
  void refuse(store::Transaction& transaction, const Error& error);

  const std::unique_ptr<const Request> request_;
  const Match match_;
  Json body_ = Json::object();
  Query query_;
  vault::Journal journal_;
  Change change_;
  std::optional<AuthFailure> failure_;
};

}  // namespace signet::api
