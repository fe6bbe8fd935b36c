// SPDX-License-Identifier: Apache-2.0
#include "vault/canaries.hpp"

#include "store/policies.hpp"
#include "vault/freezing.hpp"
#include "vault/secrets.hpp"

namespace signet::vault {
namespace {

constexpr std::size_t kSymbols = 64;
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&()*+,-./:;<=>?@[]^_{|}~";

SecretBytes make_value(crypto::Random& random) {
  SecretBytes value(kSymbols);
  for (auto& symbol : value.expose_mutable())
    symbol = static_cast<std::uint8_t>(kAlphabet[random.below(static_cast<std::uint32_t>(kAlphabet.size()))]);
  return value;
}

void apply(Canary& canary, const CanarySettings& settings) {
  canary.enabled = settings.enabled.value_or(canary.enabled);
  canary.freezes_project = settings.freezes_project.value_or(canary.freezes_project);
  canary.freezes_related = settings.freezes_related.value_or(canary.freezes_related);
}

std::string summary(const Canary& canary) {
  std::string text = canary.enabled ? "on" : "off";
  if (canary.freezes_project) text += ", freezes its project";
  if (canary.freezes_related) text += ", freezes related projects";
  return text;
}

}  // namespace

Result<FoundCanary> create_canary(Work& work, const VaultId& vault, const ProjectId& project, const std::string& name,
                                  const CanarySettings& settings) {
  auto secret = create_secret(work, vault, project, name, {make_value(work.random), {}});
  if (!secret) return std::unexpected(std::move(secret.error()));
  Canary canary{.secret = secret->id};
  apply(canary, settings);
  work.transaction.policies().insert_canary(canary);
  work.journal.add(Action::canary_create, summary(canary)).secret_id = secret->id.str();
  return FoundCanary{std::move(*secret), std::move(canary)};
}

Result<FoundCanary> find_canary(store::Snapshot& snapshot, const VaultId& vault, const SecretId& id) {
  auto secret = find_secret(snapshot, vault, id);
  if (!secret) return not_found("canary");
  auto canary = snapshot.policies().find_canary(id);
  if (!canary) return not_found("canary");
  return FoundCanary{std::move(*secret), std::move(*canary)};
}

Result<FoundCanary> update_canary(Work& work, const VaultId& vault, const SecretId& id,
                                  const CanarySettings& settings) {
  auto found = find_canary(work.read(), vault, id);
  if (!found) return found;
  apply(found->canary, settings);
  work.transaction.policies().update_canary(found->canary);
  work.transaction.raise_generation(vault);
  work.journal.add(Action::canary_update, summary(found->canary)).secret_id = id.str();
  return found;
}

void trigger_canary(Work& work, const Secret& secret, Canary canary) {
  work.journal.add(Action::canary_triggered, secret.name + " in " + secret.project.str()).secret_id = secret.id.str();
  canary.triggered_at = work.now;
  work.transaction.policies().update_canary(canary);
  auto frozen = canary.freezes_related ? work.read().policies().list_related(secret.project) : std::vector<ProjectId>();
  if (canary.freezes_project) frozen.push_back(secret.project);
  // One that is frozen already stays so: a conflict writes nothing.
  for (const auto& project : frozen) (void)freeze_project(work, secret.vault, project);
}

}  // namespace signet::vault
