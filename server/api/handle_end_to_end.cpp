// SPDX-License-Identifier: Apache-2.0
// Secrets that the server cannot read: it takes and gives bundles.
#include "handlers.hpp"
#include "input.hpp"
#include "read_answers.hpp"
#include "respond.hpp"
#include "signet/schema/encoding.hpp"
#include "vault/end_to_end.hpp"
#include "vault/read.hpp"
#include "write.hpp"

#include <algorithm>

namespace signet::api {
namespace {

Response bundle_response(const vault::Reading& reading) {
  return json_response(200,
                       Json{{"bundle", json_text(to_base64(reading.value.expose()))}, {"version", reading.version}});
}

/// Nothing: said by input.error(). Who signs the request is who signed the bundle, so that the log names its author.
std::optional<vault::NewBundle> read_bundle(const Call& call, Input& input) {
  auto bytes = input.base64("bundle");
  if (!bytes) {
    input.fail("bundle", "Is missing");
    return std::nullopt;
  }
  auto read = crypto::read_end_to_end(*bytes);
  if (!read) {
    input.fail("bundle", "Is no end-to-end bundle, or its signature is not good");
    return std::nullopt;
  }
  if (!std::ranges::equal(read->author.fingerprint(), call.caller->key().fingerprint)) {
    input.fail("bundle", "Is signed by another key than this request");
    return std::nullopt;
  }
  return vault::NewBundle{std::move(*bytes), std::move(*read)};
}

}  // namespace

Reply create_end_to_end_secret(const Call& call) {
  Input input(call.body);
  const auto name = input.name("name");
  auto bundle = read_bundle(call, input);
  if (auto error = input.error()) return *error;
  const auto project = path_id<ProjectId>(call, 1, "project");
  if (!project) return project.error();
  return change(
      201,
      [vault = call.vault().id, project = *project, name, bundle = std::move(*bundle)](vault::Work& work) {
        return vault::create_end_to_end(work, vault, project, name, bundle);
      },
      Rendered{});
}

Reply put_end_to_end_version(const Call& call) {
  Input input(call.body);
  auto bundle = read_bundle(call, input);
  if (auto error = input.error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  return change(
      201,
      [vault = call.vault().id, id = *id, bundle = std::move(*bundle)](vault::Work& work) {
        return vault::put_end_to_end(work, vault, id, bundle);
      },
      Rendered{});
}

Reply read_end_to_end_secret(const Call& call) {
  auto attempt = read_attempt(call);
  attempt.end_to_end = true;
  const auto secret = vault::may_read(call.snapshot, attempt, call.now, call.journal);
  if (!secret) return secret.error();
  if (!vault::has_effects(call.snapshot, attempt, *secret))
    return bundle_response(vault::open_secret(call.snapshot, call.services.keyring, *secret, call.journal));
  return Change([attempt = std::move(attempt)](vault::Work& work) -> vault::Result<Written> {
    const auto reading = vault::read_in_commit(work, attempt);
    if (!reading) return Written{respond(reading.error())};
    return Written{unless_lost(bundle_response(*reading), news_of(*reading))};
  });
}

}  // namespace signet::api
