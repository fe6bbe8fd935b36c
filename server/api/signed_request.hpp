// SPDX-License-Identifier: Apache-2.0
// A request whose signature is good, from the decision on a snapshot to the one in the commit.
#pragma once

#include "handler.hpp"
#include "routes.hpp"
#include "task.hpp"
#include "vault/write_proofs.hpp"

#include <memory>
#include <optional>

namespace signet::api {

class SignedRequest final : public AnsweringTask {
 public:
  /// `authenticated_at`: the state of the snapshot that the caller was found in.
  SignedRequest(const Services& services, std::shared_ptr<const Request> request, Match match, auth::Caller caller,
                std::uint64_t authenticated_at);
  /// The provisional verdict: may the caller, and what is the answer or the change.
  void decide(store::Snapshot& snapshot);
  /// What takes long to decide may take long to write.
  [[nodiscard]] bool heavy() const override { return match_.route->cost == Cost::slow; }
  [[nodiscard]] bool may_use_reserve() const override { return caller_.operator_() != nullptr; }

  /// The request that has waited and decides again; only its second effects are still to be committed. REQUIRES: it
  /// came from park(). Null, and `parked` stays: it goes on waiting.
  [[nodiscard]] static std::unique_ptr<SignedRequest> resume(const Services& services, const Parked& parked, bool over,
                                                             store::Snapshot& snapshot);
  [[nodiscard]] static const Waiters::Topics& topics(const Parked& parked);

 private:
  struct Waiting;
  std::unique_ptr<Parked> park() override;
  void work(store::Transaction& transaction) override;
  void write_remains(store::Transaction& transaction) override;
  void committed() override;
  [[nodiscard]] Reply answer(store::Snapshot& snapshot);
  [[nodiscard]] std::optional<Error> authorise() const;
  [[nodiscard]] std::optional<Error> check_signature_policy(store::Snapshot& snapshot);
  [[nodiscard]] std::optional<Error> read_inputs();
  [[nodiscard]] std::optional<Error> read_machine_body();
  void settle(store::Transaction& transaction);
  void apply(store::Transaction& transaction, const vault::Journal& decided);
  [[nodiscard]] SecretBytes request_text() const;
  [[nodiscard]] bool is_repetition_of(const store::RememberedRequest& known) const;
  void refuse(store::Transaction& transaction, const auth::Refusal& refusal);
  void append_events(store::Transaction& transaction);
  [[nodiscard]] vault::SignedWrite signed_write() const;
  void mark_seen(store::Transaction& transaction);
  void tell_head();
  [[nodiscard]] AuditEvent event_base() const;
  void record_signature();
  void record_refusal(int status, const std::string& why);

  const std::shared_ptr<const Request> request_;
  const Match match_;
  auth::Caller caller_;
  Query query_;
  Json body_ = Json::object();
  std::string request_id_;
  vault::Journal journal_;
  std::optional<Reply> reply_;
  std::shared_ptr<const void> worked_out_;
  std::optional<AuthFailure> failure_;
  std::optional<Wait> wait_;
  std::function<void()> once_durable_;
  bool records_signature_ = false;  // the tier wants each on record
  bool resumed_ = false;  // the nonce is spent and the visit noted
  std::uint64_t authenticated_at_;
  std::uint64_t state_ = 0;  // of what reply_ was decided on; 0: not known
};

}  // namespace signet::api
