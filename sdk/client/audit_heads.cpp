// SPDX-License-Identifier: Apache-2.0
#include "audit_heads.hpp"

#include "signet/client/private_file.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <utility>

namespace signet::client {
namespace {

constexpr std::size_t kMostLogs = 256;
constexpr std::size_t kRootBytes = 32;
constexpr std::chrono::seconds kBetweenSaves{10};

/// A log and its head: three words.
std::optional<std::pair<std::string, AuditHead>> parse(std::string_view text) {
  const auto first = text.find(' ');
  const auto second = first == std::string_view::npos ? first : text.find(' ', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto log = text.substr(0, first), size = text.substr(first + 1, second - first - 1);
  AuditHead head{.root = std::string(text.substr(second + 1))};
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), head.size);
  const auto root = from_base64(head.root);
  if (!is_path_parameter(log) || error != std::errc{} || end != size.data() + size.size() || !root ||
      root->size() != kRootBytes)
    return std::nullopt;
  return std::pair(std::string(log), std::move(head));
}

std::string contradiction(const std::string& log, const AuditHead& before, const AuditHead& now) {
  const auto shorter = fmt::format("had {} records and has {}", before.size, now.size);
  return fmt::format(
      "the audit log of {} {}: it was changed or cut, or restored from a backup; compare it with root {} of {} records",
      log, now.size < before.size ? shorter : "is not the one that it was", before.root, before.size);
}

}  // namespace

AuditHeads::AuditHeads(std::filesystem::path file, Warn warn) : file_(std::move(file)), warn_(std::move(warn)) {
  if (file_.empty()) return;
  const auto kept = read_private_file(file_);
  if (!kept) return;
  for (auto text = kept->expose_text(); !text.empty() && known_.size() < kMostLogs;) {
    const auto end = text.find('\n');
    if (auto head = parse(text.substr(0, end))) known_.insert(std::move(*head));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

AuditHeads::Known AuditHeads::known() const {
  const std::lock_guard lock(mutex_);
  return known_;
}

void AuditHeads::told(std::string_view header, const Known& before) {
  const auto parsed = parse(header);
  if (!parsed) return;
  const auto& [log, head] = *parsed;
  const auto last = before.find(log);
  std::string warning;
  {
    const std::lock_guard lock(mutex_);
    const bool differs = last != before.end() && (head.size < last->second.size ||
                                                  (head.size == last->second.size && head.root != last->second.root));
    if (differs) {
      if (warned_.insert(log).second) warning = contradiction(log, last->second, head);
    } else if (known_.size() < kMostLogs || known_.contains(log)) {
      if (auto& known = known_[log]; known.size < head.size) {
        known = head;
        save();
      }
    }
  }
  if (!warning.empty() && warn_) warn_(warning);
}

void AuditHeads::save() {
  const auto now = std::chrono::steady_clock::now();
  if (file_.empty() || now < next_save_) return;
  next_save_ = now + kBetweenSaves;
  std::string text;
  for (const auto& [log, head] : known_) text += fmt::format("{} {} {}\n", log, head.size, head.root);
  (void)write_private_file(file_, as_bytes(text), IfThere::replace, Sync::no);
}

}  // namespace signet::client
