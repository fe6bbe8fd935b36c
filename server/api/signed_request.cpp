// SPDX-License-Identifier: Apache-2.0
#include "signed_request.hpp"

#include "audit/audit.hpp"
#include "handlers.hpp"
#include "input.hpp"
#include "respond.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/checkpoint_header.hpp"
#include "signet/schema/encoding.hpp"
#include "store/key_directory.hpp"
#include "vault/signature_policies.hpp"

#include <algorithm>
#include <map>

namespace signet::api {
namespace {

constexpr std::chrono::seconds kSeenPrecision{1};
constexpr std::string_view kRequestId = "requestId";
constexpr std::string_view kRequestDigest = "request-id";

bool writes(const Route& route) { return route.method != "GET"; }

/// The digest of such a body tells a share or a passphrase to whoever can guess it.
bool keeps_payload(const Route& route) {
  return writes(route) && !route.while_sealed && route.handler != create_link && route.handler != delete_link;
}

bool changed(const vault::Journal& journal) {
  return std::ranges::any_of(journal.events, [](const AuditEvent& event) { return info(event.action).changes; });
}

std::string_view query_of(std::string_view target) {
  const auto mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
}

Response repeated(const store::RememberedRequest& known) {
  if (!known.shown_once)
    return {.status = known.status, .body = SecretBytes(known.answer)};
  Json body{{"error", json_text("Done before; its answer is shown only once")},
            {"id", json_text(as_text(known.answer))}};
  return json_response(409, body);
}

}  // namespace

SignedRequest::SignedRequest(const Services& services, std::shared_ptr<const Request> request, Match match,
                             auth::Caller caller, std::uint64_t authenticated_at)
    : AnsweringTask(services),
      request_(std::move(request)),
      match_(std::move(match)),
      caller_(std::move(caller)),
      authenticated_at_(authenticated_at) {}

void SignedRequest::decide(store::Snapshot& snapshot) {
  try {
    reply_ = answer(snapshot);
    // A slow one is decided later than it was authenticated: what was true of the caller need not be any more.
    state_ = snapshot.state() == authenticated_at_ ? authenticated_at_ : 0;
  } catch (const store::Outdated&) {
    reply_.reset();  // then the commit decides
  }
}

Reply SignedRequest::answer(store::Snapshot& snapshot) {
  journal_ = {.base = event_base()};
  records_signature_ = false;
  auto refused = authorise();
  if (!refused) refused = check_signature_policy(snapshot);
  if (!refused && match_.route->in_clear && snapshot.key_directory().takes_sealed_only(caller_.machine()->machine.id))
    refused = Error{ErrorCode::forbidden, "This machine takes values only sealed: ask below /v1/sealed/"};
  if (!refused) refused = read_inputs();
  if (refused) {
    if (journal_.events.empty()) record_refusal(status_of(refused->code), refused->message);
    return Reply(*refused);
  }
  const Call call{services_, *request_, match_.parameters, query_, body_, &caller_, snapshot, journal_,
                  services_.clock.now(), &worked_out_};
  auto reply = match_.route->handler(call);
  if (!reply.change && reply.response.status >= 400 && journal_.events.empty())
    record_refusal(reply.response.status, "refused");
  return reply;
}

/// The route's own rule, after authentication. A vault that is not there and one without a role are the same 403.
std::optional<Error> SignedRequest::authorise() const {
  const auto need = match_.route->need;
  if (need == Need::machine) return std::nullopt;
  const auto& caller = *caller_.operator_();
  const Error forbidden{ErrorCode::forbidden, "Your role does not allow this"};
  const bool in_vault = match_.route->path.find("{v}") != std::string_view::npos;
  if (!in_vault && match_.parameters.values[0] != services_.installation_id)
    return Error{ErrorCode::not_found, "No such installation"};

  const auto at_least = [&](Role role) { return caller.role && *caller.role >= role; };
  bool may = false;
  switch (need) {
    case Need::nobody:
    case Need::machine: break;
    case Need::any_operator: may = true; break;
    case Need::auditor: may = at_least(Role::auditor); break;
    case Need::admin: may = at_least(Role::admin); break;
    case Need::owner: may = at_least(Role::owner); break;
    case Need::root: may = caller.who.root; break;
    case Need::auditor_or_root: may = caller.who.root || at_least(Role::auditor); break;
  }
  if (!may) return forbidden;
  if (in_vault && !caller.vault) return Error{ErrorCode::not_found, "No such vault"};
  // The operators of a suspended vault may still read; only root writes, to resume it.
  if (in_vault && !caller.vault->active && writes(*match_.route) && need != Need::root)
    return Error{ErrorCode::forbidden, "The vault is suspended"};
  return std::nullopt;
}

/// The vault's, on what was verified. A key that is only too old may still make way for the next one.
std::optional<Error> SignedRequest::check_signature_policy(store::Snapshot& snapshot) {
  const auto* machine = caller_.machine();
  const auto* who = caller_.operator_();
  if (who && !who->vault) return std::nullopt;
  const auto& vault = machine ? machine->vault.id : who->vault->id;
  auto policy =
      vault::policy_of_vault(snapshot, vault, machine ? vault::SignedBy::machines : vault::SignedBy::operators);
  const auto signature = caller_.signature();
  records_signature_ = tier_of(policy) == Tier::sovereign;
  if (match_.route->handler == rotate_machine_key) policy.max_key_age.reset();
  const auto broken = broken_rules(policy, signature, services_.clock.now());
  if (broken.empty()) return std::nullopt;
  const auto rules = vault::join_rules(broken);
  const auto& head = request_->head;
  journal_.add(Action::signature_policy_denied,
               head.method + " " + head.target + ": " + rules + "; key " + to_hex(signature.fingerprint));
  return Error{ErrorCode::forbidden, "The vault's signature policy keeps this key out: " + rules};
}

std::optional<Error> SignedRequest::read_inputs() {
  if (caller_.machine()) return read_machine_body();
  auto query = Query::parse(query_of(request_->head.target));
  if (!query) return query.error();
  query_ = std::move(*query);
  if (!writes(*match_.route)) {
    if (!request_->body.empty()) return Error{ErrorCode::invalid, "This route takes no body"};
    return std::nullopt;
  }
  if (auto error = query_.only({})) return error;
  body_ = Json::object();
  request_id_.clear();
  if (request_->body.empty()) return std::nullopt;
  auto body = parse_json_object(request_->body.expose());
  if (!body) return Error{ErrorCode::invalid, body.error()};
  if (find_member(*body, kRequestId)) {
    const auto* id = find_text(*body, kRequestId);
    if (!id || !is_request_id(*id))
      return Error{ErrorCode::invalid, "Must be 16 to 64 of A-Z a-z 0-9 _ -", std::string(kRequestId)};
    // Sealed, there is no key to keep a digest of the body under; what such a route does may be done twice.
    if (!match_.route->while_sealed) request_id_ = *id;
    body->erase(SecretString(kRequestId));
  }
  body_ = std::move(*body);
  return std::nullopt;
}

/// Public clients grow: what a handler does not know, it ignores, and there are no request ids. Reads have no body.
std::optional<Error> SignedRequest::read_machine_body() {
  body_ = Json::object();
  if (!writes(*match_.route) || request_->body.empty()) return std::nullopt;
  auto body = parse_json_object(request_->body.expose());
  if (!body) return Error{ErrorCode::invalid, body.error()};
  body_ = std::move(*body);
  return std::nullopt;
}

void SignedRequest::work(store::Transaction& transaction) {
  wait_.reset();
  once_durable_ = nullptr;
  if (resumed_) return settle(transaction);
  const auto& nonce = caller_.nonce();
  if (nonce.timestamp < transaction.read().nonce_floor()) {
    // Whether it is a replay is no longer known; not the client's fault, so it counts for nothing.
    response_ = respond(auth::Refusal{.code = ErrorCode::unavailable, .reason = "below the nonce floor",
                                      .retry_after = std::chrono::seconds(1)});
    return;
  }
  if (!transaction.spend_nonce(nonce.timestamp, nonce.identity, nonce.nonce))
    return refuse(transaction, {.code = ErrorCode::unauthenticated, .reason = "nonce already spent", .counts = true});
  settle(transaction);
}

/// The verdict of the snapshot holds if nobody changed who may do what since; else it is taken again, here.
void SignedRequest::settle(store::Transaction& transaction) {
  auto& now_true = transaction.read();
  const bool unchanged = state_ != 0 && state_ == now_true.state();
  if (!reply_ || (!unchanged && auth::current_stamp(caller_, now_true) != caller_.stamp())) {
    auto again = auth::reconfirm(caller_, request_->head.address, now_true, services_.clock.now());
    if (!again) {
      reply_.reset();
      return refuse(transaction, again.error());
    }
    caller_ = std::move(*again);
    reply_ = answer(now_true);
  }
  if (reply_->change) {
    apply(transaction, vault::Journal(journal_));
  } else {
    response_ = std::move(reply_->response);
    wait_ = std::move(reply_->wait);
  }
  reply_.reset();  // run again: decide again
  if (records_signature_) record_signature();
  append_events(transaction);
  mark_seen(transaction);
  tell_head();
}

/// What changed something holds the proof of who asked for it.
void SignedRequest::append_events(store::Transaction& transaction) {
  const auto now = services_.clock.now();
  if (!keeps_payload(*match_.route) || !changed(journal_)) {
    for (const auto& event : journal_.events) audit::append(transaction, event, now);
    return;
  }
  const auto write = signed_write();
  const auto digest = to_base64(vault::digest_of(write));
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> records;  // first and last of each log
  for (auto& event : journal_.events) {
    event.proof = digest;
    const auto seq = audit::append(transaction, event, now);
    records.try_emplace(event.log, seq, seq).first->second.second = seq;
  }
  vault::Work work{transaction, services_.keyring, services_.random, now, journal_};
  for (const auto& [log, range] : records) vault::keep_write_proof(work, log, range.first, range.second, write);
}

vault::SignedWrite SignedRequest::signed_write() const {
  const auto& head = request_->head;
  const auto& nonce = caller_.nonce();
  vault::SignedWrite write{.payload = canonical_request(head.method, head.target, std::to_string(nonce.timestamp),
                                                        nonce.nonce, crypto::sha256_hex(request_->body.expose())),
                           .signature = from_base64(head.value(header::kSignature)).value(),
                           .salt = {}};
  services_.random.fill(write.salt);
  return write;
}

/// Of the log that the caller may see.
void SignedRequest::tell_head() {
  const auto* machine = caller_.machine();
  const auto* who = caller_.operator_();
  const auto* vault = machine ? &machine->vault : who->vault && who->role ? &*who->vault : nullptr;
  if (!vault && !(who && who->who.root && !who->vault)) return;
  auto head = services_.heads->of(vault ? vault->id.str() : services_.installation_id);
  if (!head.empty()) response_.headers.push_back({std::string(header::kAuditCheckpoint), std::move(head)});
}

void SignedRequest::apply(store::Transaction& transaction, const vault::Journal& decided) {
  if (!request_id_.empty()) {
    if (const auto known = transaction.read().find_request(caller_.id(), request_id_)) {
      const Error other{ErrorCode::conflict, "Another request was sent with this id", std::string(kRequestId)};
      response_ = is_repetition_of(*known) ? repeated(*known) : respond(other);
      return;
    }
  }
  vault::Work work{transaction, services_.keyring, services_.random, services_.clock.now(), journal_};
  std::optional<Error> refused;
  transaction.savepoint([&] {
    auto written = reply_->change(work);
    if (!written) {
      refused = std::move(written.error());
      return false;
    }
    response_ = std::move(written->response);
    wait_ = std::move(written->wait);
    once_durable_ = std::move(written->once_durable);
    if (!request_id_.empty()) {
      const bool once = !written->shown_once_id.empty();
      const auto kept = once ? as_bytes(written->shown_once_id) : response_.body.expose();
      transaction.remember_request(caller_.id(), request_id_,
                                   {services_.keyring.keyed_digest(kRequestDigest, request_text().expose()),
                                    response_.status, Bytes(kept.begin(), kept.end()), once},
                                   work.now);
    }
    return true;
  });
  if (!refused) return;
  journal_ = decided;
  record_refusal(status_of(refused->code), refused->message);
  response_ = respond(*refused);
}

/// What is compared by a digest, which is keyed, since the body may hold a secret that could be guessed from a plain
/// one.
SecretBytes SignedRequest::request_text() const {
  const auto& head = request_->head;
  const auto line = crypto::sha256({as_bytes(head.method), as_bytes("\n"), as_bytes(head.target), as_bytes("\n")});
  SecretBytes text{ByteView(line)};
  text.append(request_->body.expose());
  return text;
}

bool SignedRequest::is_repetition_of(const store::RememberedRequest& known) const {
  return services_.keyring.is_keyed_digest(known.body_digest, kRequestDigest, request_text().expose());
}

void SignedRequest::refuse(store::Transaction& transaction, const auth::Refusal& refusal) {
  journal_.events.clear();  // what was decided does not happen
  if (!failure_) {
    auto event = event_base();
    event.action = Action::auth_failure;
    event.detail = refusal.reason;
    failure_.emplace(services_, std::move(event), request_->head.address, caller_.id(),
                     refusal.counts && !resumed_);  // it did prove who it was, when it came
  }
  failure_->write(transaction);
  response_ = respond(refusal);
}

void SignedRequest::mark_seen(store::Transaction& transaction) {
  if (resumed_) return;
  const auto& address = request_->head.address;
  const auto now = services_.clock.now();
  const bool noted = transaction.put_last_seen(caller_.id(), {now, address.to_string()}, kSeenPrecision);
  const bool keeps_addresses = caller_.operator_() || !services_.lock_known_addresses;
  if (keeps_addresses && (noted || !transaction.read().is_known_address(caller_.id(), address.lockout_subject())))
    transaction.put_known_address(caller_.id(), address.lockout_subject(), now);
  if (!caller_.machine() || caller_.machine()->machine.proven) return;
  if (auto machine = transaction.read().find_machine(caller_.machine()->machine.id)) {
    machine->proven = true;
    transaction.update_machine(*machine);
  }
}

void SignedRequest::committed() {
  if (once_durable_) once_durable_();
  const auto* machine = caller_.machine();
  if (!machine) return;
  const auto reads = std::ranges::count(journal_.events, Action::secret_read, &AuditEvent::action);
  if (reads != 0) services_.reads.count(machine->vault.id, machine->machine.id, services_.clock.now(), reads);
}

AuditEvent SignedRequest::event_base() const {
  AuditEvent event{.action = Action::request_refused, .address = request_->head.address.to_string()};
  event.actor_id = caller_.id();
  if (const auto* machine = caller_.machine()) {
    event.log = machine->vault.id.str();
    event.actor_kind = ActorKind::machine;
    event.machine_id = caller_.id();
  } else {
    const auto& who = *caller_.operator_();
    event.log = who.vault && (who.role || who.who.root) ? who.vault->id.str() : services_.installation_id;
    event.actor_kind = ActorKind::operator_;
  }
  return event;
}

void SignedRequest::record_refusal(int status, const std::string& why) {
  const auto& head = request_->head;
  journal_.add(Action::request_refused, head.method + " " + head.target + ": " + std::to_string(status) + " " + why);
}

void SignedRequest::record_signature() {
  const auto signature = caller_.signature();
  std::string algorithms;
  for (const auto algorithm : signature.algorithms)
    algorithms += (algorithms.empty() ? "" : " and ") + std::string(info(algorithm).name);
  const auto& head = request_->head;
  auto event = event_base();
  event.action = Action::signature_verified;
  event.detail = head.method + " " + head.target + ": " + algorithms + " by " + to_hex(signature.fingerprint);
  journal_.events.insert(journal_.events.begin(), std::move(event));
}

void SignedRequest::write_remains(store::Transaction& transaction) {
  const auto& nonce = caller_.nonce();
  if (!resumed_ && !transaction.spend_nonce(nonce.timestamp, nonce.identity, nonce.nonce)) return;
  journal_ = {.base = event_base()};
  record_refusal(500, "internal error");
  for (const auto& event : journal_.events) audit::append(transaction, event, services_.clock.now());
}

}  // namespace signet::api
