// SPDX-License-Identifier: Apache-2.0
// VaultAdmin: one-time links.
#include "decode.hpp"
#include "fail.hpp"
#include "signet/client/one_time_types.hpp"
#include "signet/client/vault_admin.hpp"
#include "signet/schema/encoding.hpp"
#include "vault_requests.hpp"

namespace signet::client {
namespace {

OneTimeLink read_link(ObjectReader& object) {
  return {.link_id = object.text("linkId"),
          .project_id = object.text("projectId"),
          .name = object.text("name"),
          .has_passphrase = object.flag("hasPassphrase"),
          .wrong_passphrases = object.number("wrongPassphrases"),
          .created_at = object.time("createdAt"),
          .expires_at = object.time("expiresAt")};
}

/// A server without a public address gives the key alone.
MadeLink read_made_link(ObjectReader& object) {
  MadeLink made{.link = read_link(object), .url = {}};
  const auto key = object.secret("key");
  if (object.text_or_none("url")) {
    made.url = object.secret("url");
  } else {
    made.url = SecretBytes::from_text("/once/" + made.link.link_id + "#");
    made.url.append(key.expose());
  }
  return made;
}

}  // namespace

Result<Page<OneTimeLink>> VaultAdmin::links(std::string_view project_id, const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "projects" / project_id / "one-time-links").page(page)),
                     read_link);
}

Result<MadeLink> VaultAdmin::create_link(std::string_view project_id, const NewLink& link) {
  if (!is_utf8(link.value.expose_text()) || (link.passphrase && !is_utf8(link.passphrase->expose_text())))
    return fail(ErrorKind::invalid_request, "value and passphrase must be UTF-8 text");
  Json body{{"value", json_text(link.value.expose_text())}, {"ttlSeconds", link.life.count()}};
  if (link.passphrase) body["passphrase"] = json_text(link.passphrase->expose_text());
  if (link.name) body["name"] = json_text(*link.name);
  const auto target = in(vault_id_) / "projects" / project_id / "one-time-links";
  return decode(exchange_->write("POST", target, std::move(body)), read_made_link);
}

Result<void> VaultAdmin::delete_link(std::string_view link_id) {
  return decode_done(exchange_->write("DELETE", in(vault_id_) / "one-time-links" / link_id, nothing()));
}

}  // namespace signet::client
