// SPDX-License-Identifier: Apache-2.0
// Signature policies and tiers, and the report on keys.
#include "arguments.hpp"
#include "definitions.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using client::NewSignaturePolicy;
using client::SignaturePlace;
using client::VaultAdmin;

const std::vector<std::string> kTiers{"NONE", "STANDARD", "ENHANCED", "SOVEREIGN"};

/// The vault for machines, unless something else is said.
struct PlaceArguments {
  Flag operators;
  Text project, secret;

  explicit PlaceArguments(CLI::App& command)
      : operators(flag(command, "--operators", "For the vault's operators, not its machines")),
        project(option(command, "--project", "ID", "For reads of a project's secrets")),
        secret(option(command, "--secret", "ID", "For reads of a secret")) {
    command.get_option("--operators")->excludes("--project")->excludes("--secret");
    command.get_option("--project")->excludes("--secret");
  }
  [[nodiscard]] SignaturePlace read() const {
    if (*operators) return {.kind = SignaturePlace::Kind::operators};
    if (!project->empty()) return {.kind = SignaturePlace::Kind::project, .id = *project};
    if (!secret->empty()) return {.kind = SignaturePlace::Kind::secret, .id = *secret};
    return {};
  }
};

std::optional<std::vector<std::string>> some(const std::vector<std::string>& texts) {
  if (texts.empty()) return std::nullopt;
  return texts;
}

std::optional<std::uint64_t> number_of(const Text& text) {
  if (text->empty()) return std::nullopt;
  return static_cast<std::uint64_t>(text->front() - '0');
}

std::string lock_out_question(const client::SignaturePolicyEffect& effect) {
  std::string question;
  for (const auto& one : effect.locked_out)
    question += fmt::format("{} {} {} will be locked out.\n", one.kind, one.id, one.name);
  if (effect.weakens) question += "This weakens the policy, which is recorded as a warning.\n";
  return question + fmt::format("{} will be locked out in all.", effect.locked_out_in_all);
}

Record short_of(const client::SignaturePolicy& policy) {
  return {text("tier", policy.tier),
          number("minLevel", policy.min_level),
          texts("allowedAlgorithms", policy.allowed_algorithms),
          number_or_none("maxKeyAgeSeconds", policy.max_key_age_seconds),
          texts("pinnedFingerprints", policy.pinned_fingerprints),
          number("families", policy.families)};
}

Record describe(const client::LockedOut& one) {
  return {text("kind", one.kind), text("id", one.id), text("name", one.name), texts("rules", one.rules)};
}

Record describe(const client::ReportedKey& key) {
  return {text("kind", key.kind),
          text("id", key.id),
          text("name", key.name),
          texts("algorithms", key.algorithms),
          number("level", key.level),
          flag("classical", key.classical),
          number("keyEpoch", key.key_epoch),
          time("keyCreatedAt", key.key_created_at),
          number("keyAgeSeconds", key.key_age_seconds),
          texts("blocks", key.blocks)};
}

template <class T>
std::vector<Record> describe_all(const std::vector<T>& all) {
  std::vector<Record> described;
  for (const auto& one : all) described.push_back(describe(one));
  return described;
}

Record describe(const client::ReportedKeys& reported) {
  return {text("tier", reported.tier),         text("nextTier", reported.next_tier),
          number("total", reported.total),     number("classical", reported.classical),
          number("blocked", reported.blocked), records("keys", describe_all(reported.keys))};
}

std::string in_words(std::string_view who, const client::ReportedKeys& reported) {
  return fmt::format("{} {}: {} with a classical key, {} in the way from {} to {}.", reported.total, who,
                     reported.classical, reported.blocked, reported.tier, reported.next_tier);
}

}  // namespace

Record describe(const client::PlacedSignaturePolicies& policies) {
  return {record("own", short_of(policies.own)), record("effective", short_of(policies.effective))};
}

Record describe(const client::SignaturePolicyEffect& effect) {
  return {record("own", short_of(effect.policies.own)),
          record("effective", short_of(effect.policies.effective)),
          flag("dryRun", effect.dry_run),
          flag("weakens", effect.weakens),
          records("lockedOut", describe_all(effect.locked_out)),
          number("lockedOutInAll", effect.locked_out_in_all)};
}

Record describe(const client::SignatureReport& report) {
  return {record("machines", describe(report.machines)), record("operators", describe(report.operators))};
}

Action define_signature_show(CLI::App& command) {
  const PlaceArguments place(command);
  return in_vault(
      [=](Session& session, VaultAdmin& vault) { return session.show_result(vault.signature_policy(place.read())); });
}

Action define_signature_set(CLI::App& command) {
  const PlaceArguments place(command);
  const auto tier = choice(command, "--tier", kTiers, "The least of it (NONE)");
  const auto level = choice(command, "--min-level", {"0", "1", "2", "3", "4", "5"}, "The security level of signatures");
  const auto algorithms = options(command, "--algorithm", "NAME", "Only these; repeatable");
  const auto age = duration(command, "--max-key-age", "How old a key may be");
  const auto pins = options(command, "--pin", "FINGERPRINT", "Only these keys; repeatable");
  const auto families = choice(command, "--families", {"1", "2", "3"}, "How many families must have signed");
  const auto dry_run = flag(command, "--dry-run", "Show whom it would lock out, and do nothing");
  const Confirmation confirmation(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    NewSignaturePolicy policy{.tier = *tier,
                              .min_level = number_of(level),
                              .allowed_algorithms = some(*algorithms),
                              .pinned_fingerprints = some(*pins),
                              .families = number_of(families)};
    if (*age) policy.max_key_age_seconds = static_cast<std::uint64_t>((*age)->count());
    const auto preview = vault.put_signature_policy(place.read(), policy, true);
    if (!preview || *dry_run) return session.show_result(preview);
    if (preview->weakens || preview->locked_out_in_all != 0) {
      const auto sure = confirmation.ask(session, lock_out_question(*preview));
      if (!sure) return sure;
    }
    return session.show_result(vault.put_signature_policy(place.read(), policy));
  });
}

Action define_pqc(CLI::App&) {
  return in_vault([](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto report = vault.signature_report();
    if (!report || session.json()) return session.show_result(report);
    std::vector<Record> keys;
    for (const auto* reported : {&report->machines, &report->operators})
      for (const auto& key : reported->keys) keys.push_back(describe(key));
    const auto shown = session.show(keys);
    session.hint(in_words("machines", report->machines) + "\n" + in_words("operators", report->operators));
    return shown;
  });
}

}  // namespace signet::cli
