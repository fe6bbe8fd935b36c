// SPDX-License-Identifier: Apache-2.0
#include "fuzz/vault.hpp"

#include "fuzz/require.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace signet::testing {
namespace {

constexpr std::array kKnownStatuses{200, 201, 202, 204, 400, 401, 403, 404, 405, 409, 413, 414, 423, 429, 503};

struct Undo : std::exception {};

Answer to_answer(api::Response response) {
  Answer answer{response.status, Json::object(), std::string(response.body.expose_text()), std::move(response.headers)};
  require(std::ranges::find(kKnownStatuses, answer.status) != kKnownStatuses.end());
  const bool has_type = std::ranges::any_of(answer.headers, [](const auto& one) { return one.name == "Content-Type"; });
  if (has_type || answer.text.empty()) return answer;
  auto body = parse_json_object(as_bytes(answer.text));
  require(body.has_value());
  answer.body = std::move(*body);
  return answer;
}

}  // namespace

FuzzedVault::InMemory::InMemory() { setenv("TMPDIR", "/dev/shm", 1); }

FuzzedVault::FuzzedVault() : reader(vault.make_machine()), slow_reader_(vault.services().store.reader()) {
  const auto project = vault.make_project("payments");
  const auto secret = vault.make_secret(project, "database", std::string(kFuzzedValue));
  vault.give(reader, project, secret);
  const auto id_of = [&](const std::string& rest, const std::string& body, std::string_view member) {
    const auto made = vault.send(vault.root, "POST", vault.vault_path(rest), body);
    require(made.status == 201);
    return made[member];
  };
  ids = {{"v", vault.vault_id},
         {"vault", vault.vault_id},
         {"i", vault.installation_id},
         {"project", project},
         {"secret", secret},
         {"machine", reader.id},
         {"operator", vault.root.id},
         {"version", "1"},
         {"token", vault.make_token()},
         {"application", id_of("/applications", R"({"name":"shop"})", "applicationId")},
         {"webhook", id_of("/webhooks", R"({"url":"https://hook.example/x"})", "webhookId")},
         {"authority", id_of("/authorities", R"({"type":"x509","name":"ours"})", "authorityId")},
         {"policy", id_of("/projects/" + project + "/policies", R"({"name":"p"})", "policyId")},
         {"link", id_of("/projects/" + project + "/one-time-links", R"({"value":"v","ttlSeconds":600})", "linkId")}};
}

Answer FuzzedVault::finish(api::Prepared prepared) {
  if (prepared.slow) prepared = prepared.slow(*slow_reader_);
  if (prepared.answer) return to_answer(std::move(*prepared.answer));
  api::Response response;
  prepared.pending->on_answer = [&](api::Response answer) noexcept { response = std::move(answer); };
  try {
    store::commit_and_wait(vault.committer(), [&](store::Transaction& transaction) {
      prepared.pending->run(transaction);
      throw Undo();
    });
  } catch (const Undo&) {
    prepared.pending->done(store::Outcome::committed);
  }
  require(response.status != 0);
  // What comes in pieces is read to its end.
  while (response.pieces) {
    const auto piece = response.pieces(*slow_reader_);
    if (!piece) break;
    response.body.append(piece->expose());
  }
  // Everybody's first failure.
  for (const auto& row : vault.services().lockout.rows()) vault.services().lockout.clear(row.scope, row.subject);
  return to_answer(std::move(response));
}

Answer FuzzedVault::carry_out(api::Request request) { return finish(vault.pipeline().prepare(std::move(request))); }

Answer FuzzedVault::receive(api::RequestHead head, std::string_view body) {
  auto limit = vault.pipeline().admit(head, body.size());
  if (!limit) return finish(std::move(limit.error()));
  require(body.size() <= *limit);
  return carry_out({std::move(head), SecretBytes::from_text(body)});
}

}  // namespace signet::testing
