// SPDX-License-Identifier: Apache-2.0
// SignedRequest: what remains of it while it waits, and how it comes back.
#include "signed_request.hpp"

namespace signet::api {

struct SignedRequest::Waiting final : Parked {
  Waiting(auth::Caller who, Waiters::Topics what) : caller(std::move(who)), topics(std::move(what)) {}
  auth::Caller caller;
  std::shared_ptr<const Request> request;  // without its headers, a few kilobytes of which are the signature
  Waiters::Topics topics;
};

std::unique_ptr<Parked> SignedRequest::park() {
  if (!wait_ || resumed_) return nullptr;
  auto waiting = std::make_unique<Waiting>(caller_, std::move(wait_->topics));
  const auto& head = request_->head;
  waiting->request = std::make_shared<const Request>(
      Request{.head = {.method = head.method, .target = head.target, .headers = {}, .address = head.address},
              .body = SecretBytes(request_->body.expose())});
  waiting->until = services_.clock.monotonic() + wait_->time;
  return waiting;
}

const Waiters::Topics& SignedRequest::topics(const Parked& parked) {
  return static_cast<const Waiting&>(parked).topics;
}

std::unique_ptr<SignedRequest> SignedRequest::resume(const Services& services, const Parked& parked, bool over,
                                                     store::Snapshot& snapshot) {
  const auto& waiting = static_cast<const Waiting&>(parked);
  auto match = match_route(waiting.request->head.method, waiting.request->head.target);
  auto again = std::make_unique<SignedRequest>(services, waiting.request, std::move(match), waiting.caller, 0);
  again->resumed_ = true;
  auto caller = auth::reconfirm(waiting.caller, waiting.request->head.address, snapshot, services.clock.now());
  if (!caller) return again;  // whose refusal is recorded, and decided, in the commit
  again->caller_ = std::move(*caller);
  again->authenticated_at_ = snapshot.state();
  again->decide(snapshot);
  if (again->reply_ && again->reply_->wait && !over) return nullptr;
  return again;
}

}  // namespace signet::api
