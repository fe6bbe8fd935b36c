// SPDX-License-Identifier: Apache-2.0
#include "api/watch_disk.hpp"

#include "audit/audit.hpp"

namespace signet::api {
namespace {

using Kind = store::DiskNews::Kind;

void write(observe::Log& log, const store::DiskNews& news) {
  switch (news.kind) {
    case Kind::alarm:
    case Kind::no_reserve: return log.warning(news.sentence);
    case Kind::reserve_used: return log.error(news.sentence);
    case Kind::alarm_over:
    case Kind::reserve_made:
    case Kind::reserve_restored: return log.info(news.sentence);
  }
}

/// An alarm concerns nobody who reads the log of what was done; that machines got no answers does.
std::optional<Action> action_of(Kind kind) {
  if (kind == Kind::reserve_used) return Action::disk_full;
  if (kind == Kind::reserve_restored) return Action::disk_recovered;
  return std::nullopt;
}

bool record(const Services& services, store::Committer& committer, const AuditEvent& event) {
  try {
    const auto now = services.clock.now();
    return store::commit_and_wait(committer, [&](store::Transaction& tx) { audit::append(tx, event, now); });
  } catch (const std::exception& error) {
    services.log.error(std::string("what became of the disk is not recorded yet: ") + error.what());
    return false;
  }
}

}  // namespace

void watch_disk(const Services& services, store::Committer& committer) {
  if (!services.disk) return;
  for (auto& news : services.disk->look()) {
    write(services.log, news);
    const auto action = action_of(news.kind);
    if (!action) continue;
    const AuditEvent event{.action = *action, .log = services.installation_id, .detail = news.sentence};
    if (!record(services, committer, event)) services.disk->tell_again(std::move(news));
  }
}

}  // namespace signet::api
