// SPDX-License-Identifier: Apache-2.0
// The versions of a secret, its note, and the trash.
#include "handlers.hpp"
#include "input.hpp"
#include "signet/schema/limits.hpp"
#include "store/history.hpp"
#include "vault/history.hpp"
#include "write.hpp"

namespace signet::api {
namespace {

Json names(const std::vector<std::string>& field_names) {
  if (field_names.empty()) return nullptr;
  Json array = Json::array();
  for (const auto& name : field_names) array.push_back(json_text(name));
  return array;
}

Json render_version(const SecretVersion& version, const Secret& secret) {
  return {{"secretId", json_text(secret.id.str())},
          {"version", version.version},
          {"current", version.version == secret.version},
          {"fieldNames", names(version.field_names)},
          {"origin", json_text(name_of(version.origin))},
          {"createdAt", to_millis(version.created_at)},
          {"createdBy", json_text(version.created_by)}};
}

Json render_trashed(const Secret& secret) {
  auto body = render(secret);
  body["deletedAt"] = to_millis(*secret.deleted_at);
  body["purgeAt"] = to_millis(*secret.deleted_at + vault::kTrashDays);
  return body;
}

}  // namespace

Reply list_versions(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  const auto secret = vault::find_secret(call.snapshot, call.vault().id, *id);
  if (!secret) return secret.error();
  return list_response(call.snapshot.history().list_versions(*id, *page),
                       [&](const SecretVersion& version) { return render_version(version, *secret); });
}

Reply show_version(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  const auto number = path_version(call, 2);
  if (!number) return number.error();
  const auto secret = vault::find_secret(call.snapshot, call.vault().id, *id);
  if (!secret) return secret.error();
  const auto version = call.snapshot.find_version(*id, *number);
  if (!version) return Error{ErrorCode::not_found, "No such version"};
  return json_response(200, render_version(*version, *secret));
}

Reply roll_back(const Call& call) {
  Input input(call.body);
  const auto version = input.optional_number("version");
  if (!version) input.fail("version", "Is missing");
  const auto expected = input.optional_number("expectedVersion");
  if (auto error = input.error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  return change(
      201,
      [vault = call.vault().id, id = *id, version = *version, expected](vault::Work& work) {
        return vault::roll_back(work, vault, id, version, expected);
      },
      Rendered{});
}

Reply show_note(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  const auto note = vault::read_note(call.snapshot, call.services.keyring, call.vault().id, *id);
  if (!note) return note.error();
  Json body{{"secretId", json_text(id->str())}, {"note", nullptr}, {"updatedAt", nullptr}, {"updatedBy", nullptr}};
  if (*note) {
    call.journal.add(Action::secret_note_read, {}).secret_id = id->str();
    body["note"] = json_text((*note)->text.expose_text());
    body["updatedAt"] = to_millis((*note)->updated_at);
    body["updatedBy"] = json_text((*note)->updated_by);
  }
  return json_response(200, body);
}

Reply put_note(const Call& call) {
  Input input(call.body);
  auto text = input.content("note", limits::kMaxNote);
  if (auto error = input.error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  return change([vault = call.vault().id, id = *id, text = std::move(text)](vault::Work& work) {
    return vault::put_note(work, vault, id, text);
  });
}

Reply list_trash(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  return list_response(call.snapshot.history().list_trash(call.vault().id, *page), render_trashed);
}

Reply restore_secret(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  return change(
      200,
      [vault = call.vault().id, id = *id](vault::Work& work) { return vault::restore_secret(work, vault, id); },
      Rendered{});
}

Reply purge_secret(const Call& call) {
  Input input(call.body);
  const bool preview = input.optional_flag("preview").value_or(false);
  if (auto error = input.error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  const auto rendered = [preview](const vault::Doomed& doomed) {
    auto body = render_trashed(doomed.secret);
    body["versions"] = doomed.versions;
    body["hasNote"] = doomed.has_note;
    body["purged"] = !preview;
    return body;
  };
  if (preview) {
    const auto doomed = vault::preview_purge(call.snapshot, call.vault().id, *id);
    if (!doomed) return doomed.error();
    return json_response(200, rendered(*doomed));
  }
  return change(
      200,
      [vault = call.vault().id, id = *id](vault::Work& work) {
        return vault::purge_secret(work, vault, id, "by an operator");
      },
      [rendered](const vault::Doomed& doomed, vault::Work&) { return rendered(doomed); });
}

}  // namespace signet::api
