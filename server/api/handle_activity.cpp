// SPDX-License-Identifier: Apache-2.0
// How much was read when.
#include "handlers.hpp"
#include "respond.hpp"
#include "store/activity.hpp"

#include <map>

namespace signet::api {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr std::int64_t kMostBuckets = 1'000;
constexpr hours kUsualHours{24};
constexpr days kUsualDays{30};
constexpr std::int64_t kLatest = 253'402'300'799'999;  // the end of the year 9999

struct Range {
  Instant from, to;  // whole buckets
  hours bucket;
};

std::expected<Range, Error> read_range(const Call& call) {
  const auto& query = call.query;
  const auto* name = query.find("bucket");
  if (name && *name != "hour" && *name != "day")
    return std::unexpected(Error{ErrorCode::invalid, "Must be hour or day", "bucket"});
  const bool by_day = name && *name == "day";
  const hours bucket = by_day ? hours(days(1)) : hours(1);
  const auto down = [&](Instant at) { return at - at.time_since_epoch() % bucket; };
  const auto to = query.number("to", to_millis(call.now), 1, kLatest);
  if (!to) return std::unexpected(to.error());
  auto end = down(from_millis(*to - 1)) + bucket;
  const auto usual = std::max<std::int64_t>(0, to_millis(end - (by_day ? hours(kUsualDays) : kUsualHours)));
  const auto from = query.number("from", usual, 0, kLatest);
  if (!from) return std::unexpected(from.error());
  if (!query.find("to")) end = std::min(end, down(from_millis(*from)) + kMostBuckets * bucket);
  const Range range{down(from_millis(*from)), end, bucket};
  if (range.from >= range.to) return std::unexpected(Error{ErrorCode::invalid, "Must be before to", "from"});
  if ((range.to - range.from) / bucket > kMostBuckets)
    return std::unexpected(Error{ErrorCode::invalid, "At most 1000 buckets at once", "from"});
  return range;
}

}  // namespace

Reply show_activity(const Call& call) {
  if (auto error = call.query.only({"from", "to", "bucket", "machineId"})) return *error;
  const auto range = read_range(call);
  if (!range) return range.error();
  std::optional<MachineId> machine;
  if (const auto* id = call.query.find("machineId")) {
    machine = MachineId::parse(*id);
    if (!machine) return Error{ErrorCode::invalid, "Must be a machine's id", "machineId"};
  }
  std::map<std::int64_t, std::int64_t> reads;
  for (const auto& [hour, count] :
       call.snapshot.activity().reads_by_hour(call.vault().id, machine, range->from, range->to)) {
    const auto at = Instant(hour);
    reads[to_millis(at - at.time_since_epoch() % range->bucket)] += count;
  }
  Json items = Json::array();
  for (const auto& [at, count] : reads) items.push_back({{"at", at}, {"reads", count}});
  return json_response(200, Json{{"from", to_millis(range->from)},
                                 {"to", to_millis(range->to)},
                                 {"bucket", json_text(range->bucket == hours(1) ? "hour" : "day")},
                                 {"items", std::move(items)}});
}

}  // namespace signet::api
