// SPDX-License-Identifier: Apache-2.0
#include "vault/key_packages.hpp"

#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"
#include "store/key_directory.hpp"

namespace signet::vault {
namespace {

constexpr std::chrono::minutes kKept{10};
constexpr std::chrono::hours kTakenWindow{1};

Result<Machine> find_owner(store::Snapshot& snapshot, const PackageAttempt& attempt) {
  const auto id = MachineId::parse(attempt.owner);
  return id ? find_machine(snapshot, attempt.vault, *id) : Result<Machine>(not_found("machine"));
}

bool serves(const Machine& owner, Instant now) {
  return owner.approved && owner.enabled && (!owner.expires_at || now < *owner.expires_at);
}

/// What this taker was given under this request id.
Result<std::optional<KeyPackage>> find_given(store::Snapshot& snapshot, const PackageAttempt& attempt,
                                             const MachineId& owner, Instant now) {
  if (attempt.request_id.empty()) return std::nullopt;
  const auto handout = snapshot.key_directory().find_handout(attempt.taker.str(), attempt.request_id);
  if (!handout) return std::nullopt;
  if (handout->owner != owner)
    return std::unexpected(Error{ErrorCode::conflict, "Another request was sent with this id", "requestId"});
  if (!handout->package || now >= handout->taken_at + kKept)
    return std::unexpected(Error{ErrorCode::conflict, "Done before; its answer is no longer kept", "requestId"});
  return KeyPackage{handout->fingerprint, *handout->package};
}

}  // namespace

Result<QueuedPackage> upload_key_package(Work& work, const MachineId& owner, const Bytes& bytes) {
  auto& directory = work.read().key_directory();
  const KeyPackage package{crypto::sha256(bytes), bytes};
  if (directory.is_package_queued(owner, package.fingerprint))
    return QueuedPackage{package.fingerprint, directory.measure_packages(owner)};
  if (directory.is_package_handed_out(owner, package.fingerprint))
    return std::unexpected(
        Error{ErrorCode::conflict, "This package was handed out before: each of them is for one use", "package"});
  auto queue = directory.measure_packages(owner);
  queue.packages += 1;
  queue.bytes += bytes.size();
  if (queue.packages > limits::kMaxKeyPackages || queue.bytes > limits::kMaxKeyPackageBytes)
    return refuse(ErrorCode::conflict, "The queue is full: it takes " + std::to_string(limits::kMaxKeyPackages) +
                                           " packages, together of " + std::to_string(limits::kMaxKeyPackageBytes) +
                                           " bytes");
  work.transaction.key_directory().insert_package(owner, package, work.now);
  work.journal.add(Action::key_package_upload, to_hex(package.fingerprint));
  return QueuedPackage{package.fingerprint, queue};
}

Result<bool> may_take_key_package(store::Snapshot& snapshot, const PackageAttempt& attempt, Instant now) {
  const auto owner = find_owner(snapshot, attempt);
  if (!owner) return std::unexpected(owner.error());
  const auto given = find_given(snapshot, attempt, owner->id, now);
  if (!given) return std::unexpected(given.error());
  return *given || (serves(*owner, now) && snapshot.key_directory().measure_packages(owner->id).packages > 0);
}

Result<std::optional<KeyPackage>> take_key_package(Work& work, const PackageAttempt& attempt) {
  const auto owner = find_owner(work.read(), attempt);
  if (!owner) return std::unexpected(owner.error());
  if (auto given = find_given(work.read(), attempt, owner->id, work.now); !given || *given) return given;
  if (!serves(*owner, work.now)) return std::nullopt;
  const auto taken = work.read().key_directory().count_handouts(attempt.taker.str(), work.now - kTakenWindow);
  if (taken >= limits::kMaxPackagesTaken)
    return refuse(ErrorCode::rate_limited, "A machine takes at most " + std::to_string(limits::kMaxPackagesTaken) +
                                               " key packages an hour");
  auto package = work.transaction.key_directory().take_package(owner->id);
  if (!package) return std::nullopt;
  KeyPackageHandout handout{.owner = owner->id,
                            .fingerprint = package->fingerprint,
                            .taken_by = attempt.taker.str(),
                            .taken_at = work.now};
  if (!attempt.request_id.empty()) {
    handout.request_id = attempt.request_id;
    handout.package = package->bytes;
  }
  work.transaction.key_directory().insert_handout(handout);
  work.journal.add(Action::key_package_take, to_hex(package->fingerprint) + " of " + owner->id.str());
  return package;
}

void drop_kept_packages(store::Transaction& transaction, Instant now) {
  transaction.key_directory().drop_kept_packages(now - kKept);
}

}  // namespace signet::vault
