// SPDX-License-Identifier: Apache-2.0
#include "auth/authenticate.hpp"

#include "auth/refuse_headers.hpp"
#include "parsed_keys.hpp"
#include "signet/crypto/bundle.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/crypto/keys.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/limits.hpp"
#include "store/activity.hpp"
#include "store/keys.hpp"
#include "store/restores.hpp"

#include <algorithm>

namespace signet::auth {
namespace {

using Scope = Lockout::Scope;

Refusal unauthenticated(std::string reason) {
  return {.code = ErrorCode::unauthenticated, .reason = std::move(reason), .counts = true};
}
Refusal forbidden(std::string reason) { return {.code = ErrorCode::forbidden, .reason = std::move(reason)}; }

bool in_window(Plane plane, std::int64_t timestamp, Instant now) {
  const auto age = std::chrono::seconds(to_unix_seconds(now) - timestamp);
  if (plane == Plane::operator_) return age <= limits::kOperatorWindow && -age <= limits::kOperatorWindow;
  return age <= limits::kMachineWindowPast && -age <= limits::kMachineWindowAhead;
}

}  // namespace

namespace {

/// Some machine and its vault, as a known one is read with its own: reading a row takes a part of the time of a
/// signature, so that its absence would show.
void read_others(store::Snapshot& snapshot) {
  if (const auto other = snapshot.activity().find_any_machine()) static_cast<void>(snapshot.find_vault(other->vault));
}

}  // namespace

/// The only maker of Callers.
class Authentication {
 public:
  /// Step 3: the identity is on record, and what is on record lets it speak at all.
  static std::expected<Caller, Refusal> find(const IdentityId& id, const std::optional<VaultId>& vault_in_path,
                                             const Address& address, store::Snapshot& snapshot) {
    if (const auto* machine_id = std::get_if<MachineId>(&id)) return find_machine(*machine_id, address, snapshot);
    return find_operator(std::get<OperatorId>(id), vault_in_path, snapshot);
  }

  /// The same identity by the key that it had before, if that one is still good.
  static std::optional<Caller> by_former_key(Caller caller, store::Snapshot& snapshot, Instant now) {
    caller.former_ = snapshot.keys().find_overlapping(caller.id(), now);
    if (!caller.former_) return std::nullopt;
    return caller;
  }

  static Caller signed_by(Caller caller, std::vector<Algorithm> algorithms) {
    caller.signed_by_ = std::move(algorithms);
    return caller;
  }

  static Caller with_nonce(Caller caller, NonceUse nonce) {
    caller.nonce_ = std::move(nonce);
    return caller;
  }

 private:
  static std::expected<Caller, Refusal> find_machine(const MachineId& id, const Address& address,
                                                     store::Snapshot& snapshot) {
    auto machine = snapshot.find_machine(id);
    if (!machine) {
      read_others(snapshot);
      // Nothing can be guessed under the id of a machine that is gone; its clients, who were not told, must not lock
      // out everybody who shares their address.
      auto unknown = unauthenticated("unknown machine");
      if (snapshot.activity().is_gone(id)) unknown.reason = "machine is gone", unknown.counts = false;
      return std::unexpected(std::move(unknown));
    }
    auto vault = snapshot.find_vault(machine->vault);
    if (!vault) throw store::CorruptStore("machine " + id.str() + " belongs to a vault that is not there");
    if (!vault->lets_in(address)) {
      auto outside = forbidden("address is not on the vault's allow-list");
      outside.told = "Access denied";
      return std::unexpected(std::move(outside));
    }
    if (!machine->enabled) return std::unexpected(forbidden("machine is disabled"));
    if (!machine->approved) return std::unexpected(forbidden("machine is pending"));
    const AuthzStamp stamp{0, vault->authz_generation};
    return Caller(MachineCaller{std::move(*machine), std::move(*vault)}, stamp);
  }

  static std::expected<Caller, Refusal> find_operator(const OperatorId& id, const std::optional<VaultId>& vault_in_path,
                                                      store::Snapshot& snapshot) {
    // All of it is looked up whether the operator is known or not, so that both cost the same.
    auto who = snapshot.find_operator(id);
    AuthzStamp stamp{snapshot.load_installation().authz_generation, 0};
    auto vault = vault_in_path ? snapshot.find_vault(*vault_in_path) : std::nullopt;
    const auto role = vault_in_path ? snapshot.find_role(id, *vault_in_path) : std::nullopt;
    const bool held = snapshot.restores().is_held(id.str());
    if (vault) stamp.vault = vault->authz_generation;
    if (!who) return std::unexpected(unauthenticated("unknown operator"));
    return Caller(OperatorCaller{std::move(*who), std::move(vault), role, held}, stamp);
  }
};

namespace {

/// Step 7: machines of a suspended vault get nothing. Operators go on: what they may still do is the route's business.
/// Those whom a restore brought back do nothing before root has seen them.
std::optional<Refusal> check_account(const Caller& caller) {
  if (caller.machine() && !caller.machine()->vault.active) return forbidden("vault is suspended");
  if (caller.operator_() && caller.operator_()->held) {
    auto held = forbidden("operator is held since a restore");
    held.told = "Held since a restore, until root reviews it";
    return held;
  }
  return std::nullopt;
}

/// An expired machine is unknown again, but says so only to who holds its key: it is not an attack.
std::optional<Refusal> check_expiry(const Caller& caller, Instant now) {
  if (!caller.machine()) return std::nullopt;
  const auto& expires_at = caller.machine()->machine.expires_at;
  if (!expires_at || now < *expires_at) return std::nullopt;
  return Refusal{.code = ErrorCode::unauthenticated, .reason = "machine has expired", .well_signed = true};
}

/// At the cost of what it claims to be.
void verify_against_nobody(const SignedHeaders& headers, ByteView payload) {
  const auto bundle = crypto::decode_bundle(headers.signature());
  if (!bundle) {
    (void)crypto::verify_against_nobody(headers.presented(), payload, headers.signature());
    return;
  }
  for (const auto& entry : *bundle) (void)crypto::verify_against_nobody(entry.algorithm, payload, entry.signature);
}

/// What an unknown identity costs beside its signature, since the rows of a known one may be remembered.
void look_up_as_nobody(const std::string& identity, store::Snapshot& snapshot) {
  const auto machine = MachineId::parse(identity);
  if (!machine) return;
  static_cast<void>(snapshot.activity().is_known(*machine));
  static_cast<void>(snapshot.activity().is_gone(*machine));
}

using Algorithms = std::vector<Algorithm>;

Algorithms signed_by_keyset(const Key& key, const SignedHeaders& headers, ByteView payload) {
  const auto keyset = crypto::Keyset::decode(key.raw, crypto::Keyset::From::database);
  if (!keyset) throw store::CorruptStore("a stored keyset is not one: " + keyset.error().message);
  const auto signers = crypto::verify_bundle(*keyset, payload, headers.signature());
  Algorithms algorithms;
  if (!signers) {
    if (signers.error() != crypto::BundleFault::signature) verify_against_nobody(headers, payload);
    return algorithms;
  }
  for (const auto& signer : *signers) algorithms.push_back(signer.algorithm);
  return algorithms;
}

/// By which algorithms it is signed; none: not by this key. What cannot be its signature costs what an unknown identity
/// costs.
Algorithms signed_by(const Key& key, const SignedHeaders& headers, ByteView payload) {
  if (key.is_keyset() && !headers.names_algorithm()) return signed_by_keyset(key, headers, payload);
  if (key.is_keyset() || !headers.fits(key.algorithm)) {
    verify_against_nobody(headers, payload);
    return {};
  }
  thread_local ParsedKeys keys;
  return keys.parse(key).verify(payload, headers.signature()) ? Algorithms{key.algorithm} : Algorithms{};
}

}  // namespace

std::optional<Refusal> check_lockout(const Address& address, const std::optional<std::string>& identity, Plane plane,
                                     store::Snapshot& snapshot, const Surroundings& around) {
  auto locked = around.lockout.locked_for(Scope::address, address.lockout_subject(), around.now);
  if (!locked && identity) {
    locked = around.lockout.locked_for(Scope::identity, *identity, around.now);
    // Whoever knows an id can lock it; an operator, whose addresses were once good, must not be shut out by that.
    const bool spares_known = plane == Plane::operator_ || !around.lock_known_addresses;
    if (locked && spares_known && snapshot.is_known_address(*identity, address.lockout_subject())) locked.reset();
  }
  if (!locked) return std::nullopt;
  return Refusal{.code = ErrorCode::locked_out, .reason = "locked out", .retry_after = *locked};
}

Refusal refuse_headers(const PresentedHeaders& headers, std::string reason) {
  auto refusal = unauthenticated(std::move(reason));
  const auto& [machine_id, operator_id, timestamp, nonce, signature, algorithm] = headers;
  const auto present = {machine_id.count, operator_id.count, timestamp.count, nonce.count, signature.count,
                        algorithm.count};
  if (std::ranges::max(present) == 0) refusal.reason = "no signature headers", refusal.counts = false;
  return refusal;
}

namespace {

/// Steps 3 to 7.
std::expected<Caller, Refusal> identify(const Attempt& attempt, const SignedHeaders& headers, store::Snapshot& snapshot,
                                        const Surroundings& around) {
  static const auto kDigestOfNothing = crypto::sha256_hex({});
  const auto payload = canonical_request(attempt.method, attempt.target, headers.timestamp_text(), headers.nonce(),
                                         attempt.body.empty() ? kDigestOfNothing : crypto::sha256_hex(attempt.body));

  // 3. The identity: known, from where its vault allows, enabled, approved. For an unknown one a decoy's key is
  // verified against, so that the cost is the same.
  auto caller = Authentication::find(headers.identity(), attempt.vault, attempt.address, snapshot);
  if (!caller) {
    if (caller.error().code == ErrorCode::unauthenticated) {
      (void)snapshot.keys().find_overlapping(text_of(headers.identity()), around.now);
      verify_against_nobody(headers, as_bytes(payload));
    }
    return caller;
  }

  // 4. The signature, by the algorithm of the registered key. Before the nonce, so that nobody can burn another's.
  auto algorithms = signed_by(caller->key(), headers, as_bytes(payload));
  if (algorithms.empty()) {
    auto before = Authentication::by_former_key(*caller, snapshot, around.now);
    if (before) algorithms = signed_by(before->key(), headers, as_bytes(payload));
    if (algorithms.empty()) {
      look_up_as_nobody(caller->id(), snapshot);
      return std::unexpected(unauthenticated("bad signature"));
    }
    caller = std::move(*before);
  }
  caller = Authentication::signed_by(std::move(*caller), std::move(algorithms));
  if (auto expired = check_expiry(*caller, around.now)) return std::unexpected(std::move(*expired));

  // 5. The time, inclusive at both ends.
  if (!in_window(attempt.plane, headers.timestamp(), around.now)) {
    auto stale = unauthenticated("timestamp outside the window");
    stale.stale = true;
    return std::unexpected(std::move(stale));
  }

  // 6. The nonce: a plain replay ends here and costs no handler; the commit decides for good.
  if (snapshot.is_nonce_spent(text_of(headers.identity()), headers.nonce()))
    return std::unexpected(unauthenticated("nonce already spent"));

  // 7. The account.
  if (auto suspended = check_account(*caller)) return std::unexpected(std::move(*suspended));
  return Authentication::with_nonce(std::move(*caller),
                                    {headers.timestamp(), text_of(headers.identity()), headers.nonce()});
}

}  // namespace

std::expected<Caller, Refusal> authenticate(const Attempt& attempt, store::Snapshot& snapshot,
                                            const Surroundings& around) {
  // 1. Lockout, by address and by the id that is claimed: nothing else is looked at.
  const auto claimed = claimed_identity(attempt.headers, attempt.plane);
  if (auto locked = check_lockout(attempt.address, claimed, attempt.plane, snapshot, around))
    return std::unexpected(std::move(*locked));

  // 2. Headers: each once, each in its grammar, so that the payload has one reading only.
  const auto headers = SignedHeaders::parse(attempt.headers, attempt.plane);
  if (!headers) return std::unexpected(refuse_headers(attempt.headers, headers.error()));

  // What failures may cost, going by address and request alone. Whoever is let in, or kept out for what it is and not
  // for what it sent, has cost nothing.
  const auto from = attempt.address.lockout_subject();
  const bool fits_something = headers->presented() || crypto::decode_bundle(headers->signature());
  const auto length = fits_something ? headers->signature().size() : 0;  // else nothing is verified
  if (const auto wait = around.checks.take(from, length, around.monotonic))
    return std::unexpected(
        Refusal{.code = ErrorCode::rate_limited, .reason = "failures over the budget", .retry_after = *wait});
  try {
    auto caller = identify(attempt, *headers, snapshot, around);
    if (caller || caller.error().code != ErrorCode::unauthenticated || caller.error().well_signed)
      around.checks.give_back(from, length, caller.has_value(), around.monotonic);
    return caller;
  } catch (...) {  // no verdict: it may have to be taken again
    around.checks.give_back(from, length, false, around.monotonic);
    throw;
  }
}

std::expected<Caller, Refusal> reconfirm(const Caller& caller, const Address& address, store::Snapshot& snapshot,
                                         Instant now) {
  const auto id = caller.machine() ? IdentityId(caller.machine()->machine.id) : IdentityId(caller.operator_()->who.id);
  const auto* as_operator = caller.operator_();
  const auto vault = as_operator && as_operator->vault ? std::optional(as_operator->vault->id) : std::nullopt;
  auto again = Authentication::find(id, vault, address, snapshot);
  if (!again) return again;
  if (again->key().fingerprint != caller.key().fingerprint) {
    auto before = Authentication::by_former_key(*again, snapshot, now);
    // Its signature was good a moment ago: not an attack, and not counted as one.
    if (!before || before->key().fingerprint != caller.key().fingerprint)
      return std::unexpected(Refusal{.code = ErrorCode::unauthenticated, .reason = "key was replaced"});
    again = std::move(*before);
  }
  if (auto expired = check_expiry(*again, now)) return std::unexpected(std::move(*expired));
  if (auto suspended = check_account(*again)) return std::unexpected(std::move(*suspended));
  return Authentication::with_nonce(Authentication::signed_by(std::move(*again), caller.signature().algorithms),
                                    caller.nonce());
}

AuthzStamp current_stamp(const Caller& caller, store::Snapshot& snapshot) {
  AuthzStamp stamp;
  std::optional<VaultId> vault_id;
  if (const auto* machine = caller.machine()) {
    vault_id = machine->vault.id;
  } else {
    stamp.installation = snapshot.load_installation().authz_generation;
    if (caller.operator_()->vault) vault_id = caller.operator_()->vault->id;
  }
  if (vault_id)
    if (const auto vault = snapshot.find_vault(*vault_id)) stamp.vault = vault->authz_generation;
  return stamp;
}

}  // namespace signet::auth
