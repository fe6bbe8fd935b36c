// SPDX-License-Identifier: Apache-2.0
#include "vault/export.hpp"

#include "signet/schema/limits.hpp"
#include "store/policies.hpp"

#include <map>

namespace signet::vault {
namespace {

using Granted = std::vector<store::GrantedSecret>;

Result<Granted> list_exported(store::Snapshot& snapshot, const ExportAttempt& attempt) {
  const auto open = check_scope(snapshot, attempt.machine, attempt.scope);
  if (!open) return std::unexpected(open.error());
  auto secrets = list_readable(snapshot, attempt.machine, attempt.scope);
  std::erase_if(secrets, [](const auto& secret) {  // have no value, or none that we could read
    return secret.kind == SecretKind::certificate || secret.kind == SecretKind::end_to_end;
  });
  if (secrets.size() > limits::kMaxExportEntries)
    return refuse(ErrorCode::too_large, "The export has more than " + std::to_string(limits::kMaxExportEntries) +
                                            " secrets: export one project at a time");
  return secrets;
}

bool is_armed(store::Snapshot& snapshot, const SecretId& id) {
  const auto canary = snapshot.policies().find_canary(id);
  return canary && canary->enabled;
}

ReadAttempt attempt_of(const ExportAttempt& attempt, const store::GrantedSecret& secret) {
  return {.machine = attempt.machine,
          .vault = attempt.vault,
          .secret = secret.id.str(),
          .address = attempt.address,
          .version = {},
          .signature = attempt.signature,
          .sealed = attempt.sealed};
}

/// The values, as long as there is room.
class Collection {
 public:
  /// `place`: among those that there are, whenever it comes.
  Result<void> add(std::size_t place, store::GrantedSecret secret, Reading reading) {
    bytes_ += reading.value.size();
    if (bytes_ > limits::kMaxExportBytes)
      return refuse(ErrorCode::too_large, "The values of the export are together larger than " +
                                              std::to_string(limits::kMaxExportBytes) +
                                              " bytes: export one project at a time");
    all_.emplace(place, Exported{std::move(secret), std::move(reading.value), std::move(reading.news)});
    return {};
  }
  [[nodiscard]] std::vector<Exported> take() {
    std::vector<Exported> taken;
    taken.reserve(all_.size());
    for (auto& [place, exported] : all_) taken.push_back(std::move(exported));
    return taken;
  }

 private:
  std::map<std::size_t, Exported> all_;
  std::size_t bytes_ = 0;
};

}  // namespace

Result<std::optional<std::vector<Exported>>> export_readable(store::Snapshot& snapshot,
                                                             const keyring::Keyring& keyring,
                                                             const ExportAttempt& attempt, Instant now,
                                                             Journal& journal) {
  auto granted = list_exported(snapshot, attempt);
  if (!granted) return std::unexpected(granted.error());
  Journal denials{.base = journal.base};  // forgotten if the commit decides again
  std::vector<std::pair<store::GrantedSecret, Secret>> allowed;
  for (auto& each : *granted) {
    const auto one = attempt_of(attempt, each);
    auto secret = may_read(snapshot, one, now, denials);
    if (!secret) continue;
    if (has_effects(snapshot, one, *secret)) return std::nullopt;
    allowed.emplace_back(std::move(each), std::move(*secret));
  }
  journal.events.insert(journal.events.end(), denials.events.begin(), denials.events.end());
  Collection values;
  for (std::size_t place = 0; auto& [listed, secret] : allowed) {
    auto reading = open_secret(snapshot, keyring, secret, journal);
    if (auto added = values.add(place++, std::move(listed), std::move(reading)); !added)
      return std::unexpected(added.error());
  }
  return values.take();
}

Result<std::vector<Exported>> export_in_commit(Work& work, const ExportAttempt& attempt) {
  auto granted = list_exported(work.read(), attempt);
  if (!granted) return std::unexpected(granted.error());
  // Canaries first: what they freeze must hold back everything else, whatever its name.
  std::vector<std::size_t> order, others;
  for (std::size_t place = 0; place < granted->size(); ++place)
    (is_armed(work.read(), (*granted)[place].id) ? order : others).push_back(place);
  order.insert(order.end(), others.begin(), others.end());
  Collection values;
  for (const auto place : order) {
    auto& each = (*granted)[place];
    auto reading = read_in_commit(work, attempt_of(attempt, each));
    if (!reading) continue;
    if (auto added = values.add(place, std::move(each), std::move(*reading)); !added)
      return std::unexpected(added.error());
  }
  return values.take();
}

}  // namespace signet::vault
