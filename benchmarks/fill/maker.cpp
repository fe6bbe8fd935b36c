// SPDX-License-Identifier: Apache-2.0
#include "maker.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace signet::fill {
namespace {

constexpr std::size_t kMachinesOfProject = kSecretsOfProject / kSecretsOfMachine;

template <class T>
std::vector<T> make_ids(std::size_t count) {
  std::vector<T> ids;
  ids.reserve(count);
  for (std::size_t i = 0; i < count; ++i) ids.push_back(T::make(crypto::system_random()));
  std::ranges::sort(ids);
  return ids;
}

}  // namespace

signet::Key stored(const crypto::PrivateKey& key, Instant now) {
  const auto& shown = key.public_key();
  return {.algorithm = key.algorithm(), .raw = shown.raw(), .fingerprint = shown.fingerprint(), .created_at = now};
}

Bytes seed_of(const crypto::PrivateKey& key) {
  const auto seed = key.seed();
  return {seed.expose().begin(), seed.expose().end()};
}

Maker::Maker(const keyring::Keyring& keyring, const VaultId& vault, const Plan& plan)
    : keyring_(keyring),
      vault_(vault),
      plan_(plan),
      value_(plan.value_bytes, 'v'),
      projects_(make_ids<ProjectId>(plan.secrets / kSecretsOfProject)),
      secrets_(make_ids<SecretId>(plan.secrets)),
      machines_(make_ids<MachineId>(plan.secrets / kSecretsOfMachine * plan.algorithms.size())) {}

std::vector<NewProject> Maker::make(std::size_t first, std::size_t end) const {
  std::vector<NewProject> made;
  for (std::size_t i = first; i < end; ++i) made.push_back(make_project(i));
  return made;
}

NewProject Maker::make_project(std::size_t number) const {
  const auto& id = projects_[number];
  NewProject made{.row = {.id = id, .vault = vault_, .name = fmt::format("project-{:05}", number), .created_at = now_},
                  .key = keyring_.make_project_key(vault_, id)};
  for (std::size_t i = 0; i < kSecretsOfProject; ++i) add_secret(made, number * kSecretsOfProject + i);
  for (std::size_t i = 0; i < plan_.algorithms.size() * kMachinesOfProject; ++i)
    add_machine(made, number * plan_.algorithms.size() * kMachinesOfProject + i,
                plan_.algorithms[i / kMachinesOfProject], i % kMachinesOfProject);
  return made;
}

void Maker::add_secret(NewProject& to, std::size_t number) const {
  const auto& id = secrets_[number];
  to.secrets.push_back({.id = id,
                        .vault = vault_,
                        .project = to.row.id,
                        .name = fmt::format("secret-{:07}", number),
                        .field_names = {},
                        .created_at = now_,
                        .updated_at = now_});
  auto sealed = keyring_.seal(keyring::Purpose::value, {vault_, to.row.id, id.str(), 1}, to.key, as_bytes(value_));
  to.versions.push_back({.version = 1,
                         .value = std::move(sealed.ciphertext),
                         .wrapped_key = std::move(sealed.wrapped_key),
                         .created_at = now_,
                         .created_by = "system"});
}

void Maker::add_machine(NewProject& to, std::size_t number, Algorithm algorithm, std::size_t place) const {
  const auto key = crypto::PrivateKey::generate(algorithm);
  NewMachine made{.row = {.id = machines_[number],
                          .vault = vault_,
                          .name = fmt::format("machine-{:06}", number),
                          .hostname = fmt::format("host-{:06}", number),
                          .approved = true,
                          .proven = true,
                          .key = stored(key, now_),
                          .created_at = now_},
                  .fingerprints = key.public_key().all_fingerprints(),
                  .secrets = {},
                  .seed = seed_of(key)};
  for (std::size_t i = 0; i < kSecretsOfMachine; ++i)
    made.secrets.push_back(to.secrets[place * kSecretsOfMachine + i].id);
  to.machines.push_back(std::move(made));
}

}  // namespace signet::fill
