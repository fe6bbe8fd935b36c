// SPDX-License-Identifier: Apache-2.0
// One-time links: made by operators, opened by people. The passphrase's slow hash is made here, on the threads of slow
// routes, and never in the commit.
#include "handlers.hpp"
#include "input.hpp"
#include "keyring/one_time.hpp"
#include "keyring/passphrase.hpp"
#include "once_page.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"
#include "store/one_time_links.hpp"
#include "vault/one_time.hpp"
#include "write.hpp"

namespace signet::api {
namespace {

const Error kBusy{ErrorCode::unavailable, "Too many passphrases are being checked: try again"};

Json render_link(const OneTimeLink& link) {
  return {{"linkId", json_text(link.id.str())},
          {"projectId", json_text(link.project.str())},
          {"name", json_text(link.name)},
          {"hasPassphrase", link.salt.has_value()},
          {"wrongPassphrases", link.failures},
          {"createdAt", to_millis(link.created_at)},
          {"expiresAt", to_millis(link.expires_at)}};
}

Json render_made(const vault::MadeLink& made, const std::string& public_url) {
  const auto key = to_hex(made.key.expose());
  const auto path = "/once/" + made.link.id.str() + "#";
  auto body = render_link(made.link);
  body["key"] = json_text(key);
  body["url"] = public_url.empty() ? Json(nullptr) : json_text(public_url + path + key);
  return body;
}

/// Refused in the commit, where failures are counted and recorded.
Change refuse_later(Error error) {
  return [error = std::move(error)](vault::Work&) -> vault::Result<Written> { return std::unexpected(error); };
}

struct Hashed {
  Bytes salt;
  SecretBytes hash;
};

/// Null: too many are at it. Only the first time that the request is looked at does it take its time.
std::shared_ptr<const Hashed> hash_new(const Call& call, const SecretBytes& passphrase) {
  if (*call.worked_out) return std::static_pointer_cast<const Hashed>(*call.worked_out);
  auto made = std::make_shared<Hashed>();
  made->salt.resize(keyring::kSaltBytes);
  call.services.random.fill(made->salt);
  auto hash = call.services.passphrases->hash(passphrase.expose(), made->salt);
  if (!hash) return nullptr;
  made->hash = std::move(*hash);
  *call.worked_out = made;
  return made;
}

}  // namespace

Reply list_links(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  const auto project = path_id<ProjectId>(call, 1, "project");
  if (!project) return project.error();
  if (const auto found = vault::find_project(call.snapshot, call.vault().id, *project); !found) return found.error();
  return list_response(call.snapshot.one_time_links().list_links(*project, *page), render_link);
}

Reply create_link(const Call& call) {
  Input input(call.body);
  vault::NewLink link{.name = {}, .value = input.secret_text("value", limits::kMaxOneTimeValue), .life = {}, .salt = {},
                      .passphrase_hash = {}};
  if (const auto name = input.optional_name("name")) link.name = *name;
  const auto life = input.number_within("ttlSeconds", 60, 24 * 60 * 60);
  if (!life) input.fail("ttlSeconds", "Is missing");
  const auto passphrase = input.optional_secret_text("passphrase", limits::kMaxPassphrase);
  if (auto error = input.error()) return *error;
  const auto project = path_id<ProjectId>(call, 1, "project");
  if (!project) return project.error();
  link.life = std::chrono::seconds(*life);
  if (passphrase) {
    const auto hashed = hash_new(call, *passphrase);
    if (!hashed) return kBusy;
    link.salt = hashed->salt;
    link.passphrase_hash = hashed->hash.clone();
  }
  return Change([&url = call.services.public_url, vault = call.vault().id, project = *project,
                 link = std::move(link)](vault::Work& work) -> vault::Result<Written> {
    const auto made = vault::create_link(work, vault, project, link);
    if (!made) return std::unexpected(made.error());
    return Written{json_response(201, render_made(*made, url)), made->link.id.str()};
  });
}

Reply delete_link(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<LinkId>(call, 1, "one-time link");
  if (!id) return id.error();
  return change([vault = call.vault().id, id = *id](vault::Work& work) { return vault::delete_link(work, vault, id); });
}

Reply show_once_page(const Call&) { return once_page(); }

Reply open_link(const Call& call) {
  Input input(call.body, Input::Unknown::ignored);
  const auto key = input.secret_text("key", 2 * keyring::kLinkKeyBytes);
  const auto passphrase = input.optional_secret_text("passphrase", limits::kMaxPassphrase);
  if (auto error = input.error()) return *error;
  // What is no key at all is tried like one that does not fit.
  SecretBytes bytes(keyring::kLinkKeyBytes);
  if (auto read = from_hex(key.expose_text())) {
    if (read->size() == bytes.size()) bytes = SecretBytes(*read);
    sodium_memzero(read->data(), read->size());
  }
  const std::string id(call.path.values[0]);

  const auto link = vault::check_link(call.snapshot, id, bytes.expose(), call.now);
  if (!link) return refuse_later(link.error());
  SecretBytes hash;
  if (link->salt) {
    if (!passphrase) return Error{ErrorCode::forbidden, "This link has a passphrase: enter it", "passphrase"};
    auto made = call.services.passphrases->hash(passphrase->expose(), *link->salt);
    if (!made) return kBusy;
    hash = std::move(*made);
  }
  return Change([id, key = std::move(bytes), hash = std::move(hash)](vault::Work& work) -> vault::Result<Written> {
    const auto opened = vault::open_link(work, id, key.expose(), hash.expose());
    if (!opened) return std::unexpected(opened.error());
    if (opened->value) return Written{json_response(200, Json{{"value", json_text(opened->value->expose_text())}})};
    const auto left = opened->tries_left;
    return Written{respond(Error{ErrorCode::forbidden,
                                 left > 0 ? "Wrong passphrase: " + std::to_string(left) + " tries are left"
                                          : "Wrong passphrase, once too often: the secret is destroyed",
                                 "passphrase"})};
  });
}

}  // namespace signet::api
