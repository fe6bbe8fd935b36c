// SPDX-License-Identifier: Apache-2.0
#include "exchange.hpp"

#include "answer.hpp"
#include "attempts.hpp"
#include "fail.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/checkpoint_header.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>

namespace signet::client {
namespace {

std::string nonce_of(const WireRequest& request) {
  const auto found = std::ranges::find(request.headers, header::kNonce, &WireHeader::name);
  return found == request.headers.end() ? std::string() : found->value;
}

std::string fresh_request_id(crypto::Random& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(bytes);
  return to_hex(bytes);
}

}  // namespace

Surroundings real_surroundings(std::stop_token stop) {
  const auto sleep = [stop](std::chrono::seconds time) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any().wait_for(lock, stop, time, [] { return false; });
  };
  return {[] { return std::chrono::system_clock::now(); }, sleep, crypto::system_random(), stop};
}

Exchange::Exchange(std::string origin, std::unique_ptr<Transport> transport, std::optional<Signer> signer,
                   Surroundings surroundings, std::optional<Successor> successor)
    : origin_(std::move(origin)),
      transport_(std::move(transport)),
      signer_(std::move(signer)),
      surroundings_(std::move(surroundings)),
      successor_(std::move(successor)) {}

Result<Answer> Exchange::read(const Target& target, Manner manner) {
  return call("GET", target, {}, std::move(manner));
}

Result<Answer> Exchange::write(std::string_view method, const Target& target, Json body, Manner manner) {
  body["requestId"] = json_text(fresh_request_id(surroundings_.random));
  manner.writes = true;
  return call(method, target, to_secret_text(body), std::move(manner));
}

Result<Answer> Exchange::ask(const Target& target, const std::optional<Json>& body, Manner manner) {
  return call("POST", target, body ? to_secret_text(*body) : SecretBytes(), std::move(manner));
}

Result<void> Exchange::stream(const Target& target, const Sink& sink) {
  const auto answer = call("GET", target, {}, {.sink = sink});
  if (!answer) return std::unexpected(answer.error());
  return {};
}

Result<Answer> Exchange::post(const Target& target, const Json& body) {
  return call("POST", target, to_secret_text(body), {.writes = true});
}

Result<WireResponse> Exchange::probe(const Target& target) {
  auto text = target.text();
  if (!text) return std::unexpected(text.error());
  auto response = transport_->send({.method = "GET", .target = *text});
  if (response) return std::move(*response);
  return std::unexpected(Error{.kind = response.error().kind,
                               .message = fmt::format("GET {}{}: {}", origin_, *text, response.error().message)});
}

Result<Answer> Exchange::call(std::string_view method, const Target& target, SecretBytes body, Manner manner) {
  auto text = target.text();
  if (!text) return std::unexpected(text.error());
  WireRequest request{.method = std::string(method), .target = std::move(*text), .body = std::move(body)};
  request.patience = manner.patience;
  request.stop = manner.stop.stop_possible() ? manner.stop : surroundings_.stop;
  bool begun = false;
  if (manner.sink) {
    request.sink = [&begun, &sink = manner.sink](std::string_view piece) {
      begun = true;
      return sink(piece);
    };
  }
  std::string what = fmt::format("{} {}{}", method, origin_, request.target);
  Attempts attempts(what, signer_ ? &*signer_ : nullptr, manner);
  bool succeeds = succeeded_;  // by which key this attempt is signed
  for (;;) {
    if (request.stop.stop_requested())
      return fail(ErrorKind::network, what + ": given up because it was asked to stop");
    request.headers.clear();
    if (signer_) {
      // A fresh time and nonce for every attempt: the server may have spent those of the last one.
      const auto now = std::chrono::floor<std::chrono::seconds>(surroundings_.now());
      const auto sealed = (succeeds ? successor_->signer : *signer_)
                              .sign(request, now + attempts.clock_correction(), surroundings_.random);
      if (!sealed) return std::unexpected(sealed.error());
    }
    const auto heads = heads_ ? heads_->known() : AuditHeads::Known();
    auto outcome = transport_->send(request);
    if (outcome && heads_) heads_->told(outcome->find(header::kAuditCheckpoint).value_or(""), heads);
    if (outcome && outcome->status == 401 && successor_ && !succeeds && !outcome->find(header::kReason)) {
      succeeds = true;
      continue;
    }
    if (outcome && outcome->status >= 200 && outcome->status < 300) {
      if (succeeds && !succeeded_.exchange(true)) successor_->was_good();
      return Answer{std::move(*outcome), std::move(what), nonce_of(request)};
    }
    if (begun) {
      return fail(outcome.error().kind,
                  fmt::format("{}: {}; what came before that is not whole", what, outcome.error().message));
    }
    const auto now = std::chrono::floor<std::chrono::seconds>(surroundings_.now());
    const auto pause = outcome ? attempts.after_refusal(*outcome, now) : attempts.after_failure(outcome.error());
    if (!pause) return std::unexpected(pause.error());
    if (pause->count() > 0) surroundings_.sleep(*pause);
  }
}

}  // namespace signet::client
