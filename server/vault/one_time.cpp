// SPDX-License-Identifier: Apache-2.0
#include "vault/one_time.hpp"

#include "keyring/one_time.hpp"
#include "signet/crypto/digest.hpp"
#include "store/one_time_links.hpp"
#include "vault_key.hpp"

namespace signet::vault {
namespace {

constexpr std::size_t kSweep = 200;

std::unexpected<Error> does_not_open() { return refuse(ErrorCode::not_found, "This link does not open"); }

keyring::Place place_of(const OneTimeLink& link, const VaultId& vault) {
  return {vault, link.project, link.id.str(), 1};
}

/// Nothing leaves a frozen project or a suspended vault.
bool is_shut(store::Snapshot& snapshot, const OneTimeLink& link) {
  const auto project = snapshot.find_project(link.project);
  if (!project) throw store::CorruptStore("link " + link.id.str() + " belongs to no project");
  const auto home = snapshot.find_vault(project->vault);
  return project->frozen_at || !home || !home->active;
}

std::string named(const OneTimeLink& link) { return link.id.str() + (link.name.empty() ? "" : " " + link.name); }

}  // namespace

Result<MadeLink> create_link(Work& work, const VaultId& vault, const ProjectId& project, const NewLink& wanted) {
  const auto home = find_project(work.read(), vault, project);
  if (!home) return std::unexpected(home.error());
  SecretBytes key(keyring::kLinkKeyBytes);
  work.random.fill(key.expose_mutable());
  OneTimeLink link{.id = LinkId::make(work.random),
                   .project = project,
                   .name = wanted.name,
                   .key_hash = crypto::sha256(key.expose()),
                   .salt = wanted.salt,
                   .created_by = work.journal.base.actor_id,
                   .created_at = work.now,
                   .expires_at = work.now + wanted.life};
  const auto inner = keyring::seal_for_link(link.id, key.expose(), wanted.passphrase_hash.expose(),
                                            wanted.value.expose(), work.random);
  auto sealed = work.keyring.seal(keyring::Purpose::once, place_of(link, vault), key_of(work.read(), project), inner);
  link.value = std::move(sealed.ciphertext);
  link.wrapped_key = std::move(sealed.wrapped_key);
  work.transaction.one_time_links().insert_link(link);
  work.journal.add(Action::one_time_create, named(link) + " in " + project.str());
  return MadeLink{std::move(link), std::move(key)};
}

Result<void> delete_link(Work& work, const VaultId& vault, const LinkId& id) {
  const auto link = work.read().one_time_links().find_link(id);
  if (!link || !find_project(work.read(), vault, link->project)) return not_found("one-time link");
  work.transaction.one_time_links().delete_link(id);
  work.journal.add(Action::one_time_delete, named(*link));
  return {};
}

Result<OneTimeLink> check_link(store::Snapshot& snapshot, std::string_view id, ByteView key, Instant now) {
  const auto hash = crypto::sha256(key);
  // What is no id is looked up like one that is not there.
  static const auto nobodys = LinkId::parse("once_0000000000");
  auto link = snapshot.one_time_links().find_link(LinkId::parse(id).value_or(*nobodys));
  const bool opens = constant_time_equal(hash, link ? link->key_hash : std::array<std::uint8_t, 32>{});
  if (!link || !opens || now >= link->expires_at || is_shut(snapshot, *link)) return does_not_open();
  return std::move(*link);
}

Result<OpenedLink> open_link(Work& work, std::string_view id, ByteView key, ByteView passphrase_hash) {
  auto link = check_link(work.read(), id, key, work.now);
  if (!link) return std::unexpected(std::move(link.error()));
  const auto project = work.read().find_project(link->project);
  if (!project) throw store::CorruptStore("link " + link->id.str() + " belongs to no project");
  work.journal.base.log = project->vault.str();
  const auto inner = work.keyring.open(keyring::Purpose::once, place_of(*link, project->vault),
                                       key_of(work.read(), link->project), link->value, link->wrapped_key);
  auto& links = work.transaction.one_time_links();
  auto value = keyring::open_for_link(link->id, key, passphrase_hash, inner.expose());
  if (value) {
    links.delete_link(link->id);
    work.journal.add(Action::one_time_open, named(*link));
    return OpenedLink{std::move(value), 0};
  }
  if (!link->salt) throw store::CorruptStore("link " + link->id.str() + " does not open with its own key");
  const auto left = kMostWrongPassphrases - (link->failures + 1);
  if (left > 0) {
    links.put_failures(link->id, link->failures + 1);
  } else {
    links.delete_link(link->id);
    work.journal.add(Action::one_time_delete, named(*link) + ": too many wrong passphrases");
  }
  return OpenedLink{std::nullopt, left};
}

void sweep_links(Work& work) {
  const auto log = work.journal.base.log;
  for (const auto& link : work.read().one_time_links().list_expired(work.now, kSweep)) {
    work.transaction.one_time_links().delete_link(link.id);
    const auto project = work.read().find_project(link.project);
    work.journal.base.log = project ? project->vault.str() : log;
    work.journal.add(Action::one_time_delete, named(link) + ": ran out");
  }
  work.journal.base.log = log;
}

}  // namespace signet::vault
