// SPDX-License-Identifier: Apache-2.0
#include "domain/time_zone.hpp"

#include <algorithm>
#include <fstream>

namespace signet {
namespace {

constexpr std::string_view kMagic = "TZif";
constexpr std::size_t kHeader = 44;
constexpr std::int32_t kLeastOffset = -89'999, kMostOffset = 93'599;  // seconds: RFC 8536 asks for these bounds

std::uint64_t big_endian(ByteView bytes) {
  std::uint64_t value = 0;
  for (const auto byte : bytes) value = value << 8 | byte;
  return value;
}

struct Counts {
  std::size_t ut_flags, standard_flags, leaps, times, types, characters;

  /// Of a block whose times have this many bytes.
  [[nodiscard]] std::size_t size(std::size_t time) const {
    return times * time + times + types * 6 + characters + leaps * (time + 4) + standard_flags + ut_flags;
  }
};

/// Takes the header off the front.
std::optional<Counts> take_header(ByteView& file) {
  if (file.size() < kHeader || as_text(file.first(kMagic.size())) != kMagic || file[4] < '2') return std::nullopt;
  const auto count = [&](std::size_t at) { return static_cast<std::size_t>(big_endian(file.subspan(20 + at * 4, 4))); };
  const Counts counts{count(0), count(1), count(2), count(3), count(4), count(5)};
  file = file.subspan(kHeader);
  return counts;
}

std::unexpected<std::string> wrong(std::string_view what) {
  return std::unexpected("not a time zone that we understand: " + std::string(what));
}

}  // namespace

std::expected<TimeZone, std::string> TimeZone::parse(ByteView file) {
  if (file.size() > kMaxFile) return wrong("the file is too large");
  const auto old = take_header(file);
  if (!old || old->size(4) > file.size()) return wrong("no TZif file of version 2 or later");
  file = file.subspan(old->size(4));
  const auto counts = take_header(file);
  if (!counts || counts->size(8) > file.size()) return wrong("its second block is cut off");
  if (counts->types == 0 || counts->leaps != 0) return wrong("no types, or leap seconds");
  const auto times = file.first(counts->times * 8), indices = file.subspan(times.size(), counts->times);
  const auto types = file.subspan(times.size() + indices.size(), counts->types * 6);
  file = file.subspan(counts->size(8));

  std::vector<std::int32_t> offsets;
  for (std::size_t at = 0; at < types.size(); at += 6) {
    const auto offset = static_cast<std::int32_t>(static_cast<std::uint32_t>(big_endian(types.subspan(at, 4))));
    if (offset < kLeastOffset || offset > kMostOffset) return wrong("an offset is out of bounds");
    offsets.push_back(offset);
  }
  TimeZone zone;
  zone.before_ = offsets[0];
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const auto at = static_cast<std::int64_t>(big_endian(times.subspan(i * 8, 8)));
    if (indices[i] >= offsets.size()) return wrong("a change to a type that is not there");
    if (!zone.changes_.empty() && at <= zone.changes_.back().at) return wrong("its changes are not in order");
    zone.changes_.push_back({at, offsets[indices[i]]});
  }

  const auto footer = as_text(file);
  if (footer.size() < 2 || !footer.starts_with('\n') || footer.find('\n', 1) != footer.size() - 1)
    return wrong("it has no footer");
  if (const auto rule = footer.substr(1, footer.size() - 2); !rule.empty()) {
    zone.afterwards_ = PosixZone::parse(rule);
    if (!zone.afterwards_) return wrong("the rule of its footer");
  }
  return zone;
}

std::chrono::seconds TimeZone::offset_at(std::chrono::sys_seconds at) const {
  const auto now = at.time_since_epoch().count();
  const auto next = std::ranges::upper_bound(changes_, now, {}, &Change::at);
  if (next == changes_.end() && afterwards_) return afterwards_->offset_at(at);
  return std::chrono::seconds(next == changes_.begin() ? before_ : std::prev(next)->offset);
}

bool is_time_zone_name(std::string_view text) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_letter = [&](char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); };
  const auto may_stand = [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '_';
  };
  if (text.empty() || text.size() > 64 || !is_upper(text.front()) || text.ends_with('/')) return false;
  for (int segments = 0; !text.empty(); ++segments) {
    const auto segment = text.substr(0, text.find('/'));
    if (segments == 3 || segment.empty() || !is_letter(segment.front()) || !std::ranges::all_of(segment, may_stand))
      return false;
    text.remove_prefix(std::min(text.size(), segment.size() + 1));
  }
  return true;
}

std::shared_ptr<const TimeZone> TimeZones::find(const std::string& name) {
  if (!is_time_zone_name(name)) return nullptr;
  const std::scoped_lock lock(mutex_);
  if (const auto found = known_.find(name); found != known_.end()) return found->second;
  std::ifstream stream(folder_ / name, std::ios::binary);
  Bytes bytes(TimeZone::kMaxFile + 1);
  stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(stream.gcount()));
  auto zone = TimeZone::parse(bytes);
  if (!zone) return nullptr;  // not kept: names come from clients
  return known_[name] = std::make_shared<const TimeZone>(std::move(*zone));
}

TimeZones& system_time_zones() {
  static TimeZones zones("/usr/share/zoneinfo");
  return zones;
}

}  // namespace signet
