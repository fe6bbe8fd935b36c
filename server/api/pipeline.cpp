// SPDX-License-Identifier: Apache-2.0
// The way of a request, on one screen: route, lockout, who, may they, what.
#include "api/pipeline.hpp"

#include "auth/refuse_headers.hpp"
#include "bootstrap_script.hpp"
#include "enrolment_request.hpp"
#include "foreign_page.hpp"
#include "respond.hpp"
#include "routes.hpp"
#include "signed_request.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/limits.hpp"
#include "store/activity.hpp"

namespace signet::api {
namespace {

auth::PresentedHeaders present(const RequestHead& head) {
  const auto field = [&](std::string_view name) {
    const auto count = head.count(name);
    return auth::HeaderField{count, count == 0 ? std::string_view() : head.value(name)};
  };
  return {field(header::kMachineId), field(header::kOperatorId), field(header::kTimestamp),
          field(header::kNonce),     field(header::kSignature),  field(header::kAlgorithm)};
}

auth::Plane plane_of(const Route& route) {
  return route.need == Need::machine ? auth::Plane::machine : auth::Plane::operator_;
}

/// Operators' routes; and a supervisor may put what it likes behind a health check.
bool may_have_query(const Route& route) {
  return route.need == Need::nobody ? route.method == "GET" : plane_of(route) == auth::Plane::operator_;
}

std::expected<Match, Response> find_route(const RequestHead& head) {
  if (head.target.size() > limits::kMaxTarget)
    return std::unexpected(error_response(414, "The request-target is longer than 2048 bytes"));
  if (!is_target(head.target)) return std::unexpected(error_response(400, "The request-target is malformed"));
  const std::string_view target = head.target;
  const auto mark = target.find('?');
  auto match = match_route(head.method, target.substr(0, mark));
  // Whoever asks for a script pipes the answer into a shell, whatever it is.
  if (is_script_place(head.method, target) && (!match.route || mark != std::string_view::npos))
    return std::unexpected(no_script_response());
  if (!match.route) {
    if (match.allow.empty()) return std::unexpected(error_response(404, "No such route"));
    auto refused = error_response(405, "This route has no such method");
    refused.headers.push_back({"Allow", match.allow});
    return std::unexpected(std::move(refused));
  }
  if (mark != std::string_view::npos && !may_have_query(*match.route))
    return std::unexpected(error_response(400, "This route takes no query"));
  return match;
}

/// Before everything else that could be said of the request.
std::optional<Response> refuse_while_sealed(const keyring::Keyring& keyring, const Route& route,
                                            const RequestHead& head) {
  if (route.while_sealed || !keyring.is_sealed()) return std::nullopt;
  if (!is_script_place(head.method, head.target)) return sealed_response();
  auto script = no_script_response();
  script.status = 503;
  return script;
}

}  // namespace

struct Pipeline::State {
  const Services& services;
  std::unique_ptr<store::Reader> reader;
  Origin origin = {};  // of the request in hand

  static Prepared from(const Origin& origin, Prepared prepared) {
    if (prepared.answer) prepared.answer->route = origin.route;
    if (prepared.pending) prepared.pending->origin = origin;
    return prepared;
  }
  Prepared answer_now(Response response) { return {.answer = std::move(response)}; }
  Prepared commit(std::unique_ptr<PendingRequest> pending) { return {.pending = std::move(pending)}; }

  /// `decide` runs on another thread, when this pipeline may be gone. If somebody changed who may do what since the
  /// caller was authenticated, the commit finds out as always.
  Prepared later(std::move_only_function<Prepared(store::Snapshot&)> decide) {
    return {std::nullopt, nullptr,
            [&services = services, origin = origin,
             decide = std::move(decide)](store::Reader& any_reader) mutable noexcept -> Prepared {
              try {
                const auto snapshot = any_reader.snapshot();
                return from(origin, decide(*snapshot));
              } catch (const std::exception& failure) {
                services.log.error(std::string("a request failed: ") + failure.what(), origin.request);
                return from(origin, {internal_error_response(), nullptr});
              }
            }};
  }

  auth::Surroundings surroundings() {
    return {services.lockout, services.budgets->checks, services.clock.now(), services.clock.monotonic(),
            services.lock_known_addresses};
  }

  /// A vault's log for what happens to those it knows; everything else goes to the installation's.
  std::string log_of(const std::optional<std::string>& identity, auth::Plane plane, store::Snapshot& snapshot) {
    if (identity && plane == auth::Plane::machine) {
      const auto id = *MachineId::parse(*identity);
      const auto machine = snapshot.find_machine(id);
      // Whether it is remembered or not there: the time must not tell.
      static_cast<void>(machine ? snapshot.activity().is_known(id)
                                : snapshot.activity().find_any_machine().has_value());
      if (machine) return machine->vault.str();
    }
    return services.installation_id;
  }

  Prepared refuse(const RequestHead& head, auth::Plane plane, const auth::Refusal& refusal, store::Snapshot& snapshot) {
    if (refusal.code == ErrorCode::locked_out || refusal.code == ErrorCode::rate_limited) {
      services.measurements->refused(Action::auth_failure, refusal.reason);
      services.refusals.summarise(refusal.reason, head.address.lockout_subject());
      return answer_now(respond(refusal));
    }
    const auto identity = auth::claimed_identity(present(head), plane);
    AuditEvent event{.action = Action::auth_failure,
                     .log = log_of(identity, plane, snapshot),
                     .actor_kind = ActorKind::external,
                     .actor_id = identity.value_or(""),
                     .machine_id = plane == auth::Plane::machine ? identity.value_or("") : std::string(),
                     .detail = refusal.reason};
    AuthFailure failure(services, std::move(event), head.address, identity.value_or(""), refusal.counts);
    return commit(std::make_unique<RefusedTask>(services, std::move(failure), respond(refusal)));
  }

  /// Of routes without a signature. A GET spends and counts nothing, whoever sends it.
  std::optional<auth::Refusal> check_page(const RequestHead& head) {
    if (head.method == "GET" || !is_from_foreign_page(head, services.public_url)) return std::nullopt;
    return auth::Refusal{.code = ErrorCode::forbidden,
                         .reason = "sent by a page of another site",
                         .told = "Requests made by pages of other sites are not taken"};
  }

  std::expected<Match, Response> begin(const RequestHead& head) {
    origin = {0, head.id};
    auto match = find_route(head);
    if (match) origin.route = static_cast<std::size_t>(match->route - all_routes().data()) + 1;
    return match;
  }

  std::expected<std::size_t, Prepared> admit(const RequestHead& head, std::optional<std::uint64_t> content_length) {
    auto match = begin(head);
    if (!match) return std::unexpected(answer_now(std::move(match.error())));
    const auto& route = *match->route;
    if (auto sealed = refuse_while_sealed(services.keyring, route, head))
      return std::unexpected(answer_now(std::move(*sealed)));
    const auto snapshot = reader->snapshot();
    const auto headers = present(head);
    const auto plane = plane_of(route);
    const auto identity = route.need == Need::nobody ? std::nullopt : auth::claimed_identity(headers, plane);
    if (auto locked = auth::check_lockout(head.address, identity, plane, *snapshot, surroundings());
        locked && !is_unsigned_get(route))
      return std::unexpected(refuse(head, plane, *locked, *snapshot));
    if (route.need != Need::nobody) {
      if (auto parsed = auth::SignedHeaders::parse(headers, plane); !parsed)
        return std::unexpected(refuse(head, plane, auth::refuse_headers(headers, parsed.error()), *snapshot));
    } else if (auto foreign = check_page(head)) {
      return std::unexpected(refuse(head, plane, *foreign, *snapshot));
    }
    if (content_length && *content_length > route.body_limit)
      return std::unexpected(answer_now(error_response(
          413, "The body is larger than the " + std::to_string(route.body_limit) + " bytes of this route")));
    return route.body_limit;
  }

  Prepared prepare(std::unique_ptr<const Request> request) {
    const auto& head = request->head;
    auto match = begin(head);
    if (!match) return answer_now(std::move(match.error()));
    const auto& route = *match->route;
    if (auto sealed = refuse_while_sealed(services.keyring, route, head)) return answer_now(std::move(*sealed));
    if (request->body.size() > route.body_limit) return answer_now(error_response(413, "The body is too large"));
    if (route.need == Need::nobody)
      return prepare_unsigned(std::move(request), std::move(*match), *reader->snapshot());
    // What operators do is rare, and they look at what was just written.
    if (route.need != Need::machine) return prepare_signed(request, *match, *reader->snapshot());
    try {
      return prepare_signed(request, *match, *reader->remembered_snapshot());
    } catch (const store::Outdated&) {
      return prepare_signed(request, *match, *reader->remembered_snapshot());
    }
  }

  /// Takes nothing away from its arguments before the last query that can throw Outdated.
  Prepared prepare_signed(std::unique_ptr<const Request>& request, Match& match, store::Snapshot& snapshot) {
    const auto& head = request->head;
    const auto& route = *match.route;
    const auto plane = plane_of(route);
    const bool in_vault = route.path.find("{v}") != std::string_view::npos;
    const auth::Attempt attempt{.method = head.method,
                                .target = head.target,
                                .body = request->body.expose(),
                                .headers = present(head),
                                .plane = plane,
                                .address = head.address,
                                .vault = in_vault ? VaultId::parse(match.parameters.values[0]) : std::nullopt};
    auto caller = auth::authenticate(attempt, snapshot, surroundings());
    if (!caller) return refuse(head, plane, caller.error(), snapshot);
    if (const auto wait = services.budgets->requests.take(caller->id(), 1, services.clock.monotonic()))
      return refuse(head, plane,
                    {.code = ErrorCode::rate_limited, .reason = "requests over the budget", .retry_after = *wait},
                    snapshot);
    auto task =
        std::make_unique<SignedRequest>(services, std::move(request), std::move(match), std::move(*caller),
                                        snapshot.state());
    if (route.cost == Cost::slow) {
      return later([task = std::move(task)](store::Snapshot& fresh) mutable -> Prepared {
        task->decide(fresh);
        return {std::nullopt, std::move(task)};
      });
    }
    task->decide(snapshot);
    return commit(std::move(task));
  }

  Prepared prepare_unsigned(std::unique_ptr<const Request> request, Match match, store::Snapshot& snapshot) {
    const auto& head = request->head;
    if (is_unsigned_get(*match.route)) {
      static const Json nothing = Json::object();
      vault::Journal journal{.base = {.action = Action::request_refused}};
      const Query query;
      const Call call{services, *request, match.parameters, query, nothing, nullptr, snapshot, journal,
                      services.clock.now()};
      return answer_now(match.route->handler(call).response);
    }
    if (auto locked = auth::check_lockout(head.address, std::nullopt, auth::Plane::machine, snapshot, surroundings()))
      return refuse(head, auth::Plane::machine, *locked, snapshot);
    if (auto foreign = check_page(head)) return refuse(head, auth::Plane::machine, *foreign, snapshot);
    const bool slow = match.route->cost == Cost::slow;
    auto task = std::make_unique<EnrolmentRequest>(services, std::move(request), std::move(match));
    const auto decide = [](std::unique_ptr<EnrolmentRequest> undecided, store::Snapshot& fresh) -> Prepared {
      if (auto answer = undecided->decide(fresh)) return {std::move(answer), nullptr};
      return {std::nullopt, std::move(undecided)};
    };
    if (slow) {
      return later([task = std::move(task), decide](store::Snapshot& fresh) mutable {
        return decide(std::move(task), fresh);
      });
    }
    return decide(std::move(task), snapshot);
  }

  /// Answered even to an address that is locked out, supervisors' questions among them: nothing that can be guessed is
  /// read there.
  static bool is_unsigned_get(const Route& route) { return route.need == Need::nobody && route.method == "GET"; }
};

std::unique_ptr<Waiters::Place> Pipeline::enter(const Parked& parked, Waiters::Wake wake) {
  return state_->services.waiters.enter(SignedRequest::topics(parked), std::move(wake));
}

Prepared Pipeline::resume(std::unique_ptr<Parked> parked, bool over) {
  const auto origin = parked->origin;
  try {
    const auto snapshot = state_->reader->snapshot();
    auto request = SignedRequest::resume(state_->services, *parked, over, *snapshot);
    if (!request) return {.parked = std::move(parked)};
    return State::from(origin, state_->commit(std::move(request)));
  } catch (const std::exception& failure) {
    state_->services.log.error(std::string("a request that waited failed: ") + failure.what(), origin.request);
    return State::from(origin, state_->answer_now(internal_error_response()));
  }
}

Pipeline::Pipeline(const Services& services) : state_(std::make_unique<State>(services, services.store.reader())) {}
Pipeline::~Pipeline() = default;

std::expected<std::size_t, Prepared> Pipeline::admit(const RequestHead& head,
                                                     std::optional<std::uint64_t> content_length) {
  try {
    auto limit = state_->admit(head, content_length);
    if (!limit) limit.error() = State::from(state_->origin, std::move(limit.error()));
    return limit;
  } catch (const std::exception& failure) {
    state_->services.log.error(std::string("a request failed before its body: ") + failure.what(), head.id);
    return std::unexpected(State::from(state_->origin, state_->answer_now(internal_error_response())));
  }
}

void Pipeline::rest() { state_->reader->rest(); }

Prepared Pipeline::prepare(Request request) {
  try {
    return State::from(state_->origin, state_->prepare(std::make_unique<const Request>(std::move(request))));
  } catch (const std::exception& failure) {
    state_->services.log.error(std::string("a request failed: ") + failure.what(), state_->origin.request);
    return State::from(state_->origin, state_->answer_now(internal_error_response()));
  }
}

}  // namespace signet::api
