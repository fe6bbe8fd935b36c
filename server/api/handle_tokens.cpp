// SPDX-License-Identifier: Apache-2.0
// The tokens that machines enrol with, as operators make and see them.
#include "handlers.hpp"
#include "input.hpp"
#include "signet/schema/limits.hpp"
#include "vault/enrolment_tokens.hpp"
#include "write.hpp"

namespace signet::api {
namespace {

using namespace limits;

std::vector<std::string> read_networks(Input& input) {
  auto networks = input.texts("networks", kMaxTokenNetworks);
  for (const auto& network : networks)
    if (!Network::parse(network)) input.fail("networks", "Must be addresses or networks, such as 10.0.0.0/8");
  return networks;
}

std::chrono::seconds needed(Input& input, std::string_view field, std::chrono::seconds least) {
  const auto seconds = input.optional_seconds(field, least, kMaxLife);
  if (!seconds) input.fail(field, "Is missing");
  return seconds.value_or(least);
}

/// What both kinds of token with a machine lifetime take.
void read_who(Input& input, vault::TokenRequest& request) {
  request.description = input.optional_name("description");
  request.networks = read_networks(input);
  request.hostname_pattern = input.optional_text("hostnamePattern");
  if (request.hostname_pattern && !is_hostname_pattern(*request.hostname_pattern))
    input.fail("hostnamePattern", "Must be a glob: letters, digits, . _ - with * and ?, at most 253");
  request.name_template = input.optional_text("nameTemplate");
  if (request.name_template && !is_name_template(*request.name_template))
    input.fail("nameTemplate",
               "Must be a name of at most 100 bytes; {uuid8}, {uuid}, {hostname} and {n} may stand in it once each");
}

void read_enrolment(Input& input, vault::TokenRequest& request) {
  request.name = input.name("name");
  const auto uses = input.optional_number("uses");
  if (!uses) input.fail("uses", "Is missing");
  if (uses && (*uses < 1 || *uses > kMaxTokenUses))
    input.fail("uses", "Must be from 1 to " + std::to_string(kMaxTokenUses));
  request.uses = static_cast<std::int64_t>(uses.value_or(1));
  request.life = needed(input, "tokenLifetimeSeconds", kMinLife);
  request.machine_life = needed(input, "machineLifetimeSeconds", kMinLife);
  request.handout.projects = input.ids<ProjectId>("projectIds", kMaxTokenProjects, "project");
  request.handout.secrets = input.ids<SecretId>("secretIds", kMaxTokenSecrets, "secret");
  read_who(input, request);
}

void read_temporary(Input& input, vault::TokenRequest& request) {
  request.name = input.optional_name("name");
  request.life = input.optional_seconds("tokenLifetimeSeconds", kMinLife, kMaxLife).value_or(kEnrolmentTokenLife);
  request.machine_life = needed(input, "machineLifetimeSeconds", kMinTemporaryLife);
  read_who(input, request);
}

}  // namespace

Reply list_tokens(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  return list_response(call.snapshot.list_tokens(call.vault().id, *page), [&](const EnrolmentToken& token) {
    return render(token, call.snapshot, call.now);
  });
}

Reply show_token(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<TokenId>(call, 1, "enrolment token");
  if (!id) return id.error();
  const auto token = vault::find_token(call.snapshot, call.vault().id, *id);
  if (!token) return token.error();
  return json_response(200, render(*token, call.snapshot, call.now));
}

Reply create_token(const Call& call) {
  Input input(call.body);
  vault::TokenRequest request{.life = kEnrolmentTokenLife};
  if (const auto kind = input.optional_text("kind")) {
    const auto parsed = parse_token_kind(*kind);
    if (!parsed) input.fail("kind", "Must be bootstrap, enrolment or temporary");
    request.kind = parsed.value_or(MachineKind::standard);
  }
  if (request.kind == MachineKind::ephemeral) read_enrolment(input, request);
  if (request.kind == MachineKind::temporary) read_temporary(input, request);
  if (auto error = input.error()) return *error;
  return Change([vault = call.vault().id, request = std::move(request)](vault::Work& work) -> vault::Result<Written> {
    const auto made = vault::create_token(work, vault, request);
    if (!made) return std::unexpected(made.error());
    const auto& token = made->token;
    return Written{json_response(201, Json{{"tokenId", json_text(token.id.str())},
                                           {"token", json_text(made->text.expose_text())},
                                           {"expiresAt", to_millis(token.expires_at)}}),
                   token.id.str()};
  });
}

Reply revoke_token(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<TokenId>(call, 1, "enrolment token");
  if (!id) return id.error();
  return change(
      [vault = call.vault().id, id = *id](vault::Work& work) { return vault::revoke_token(work, vault, id); });
}

}  // namespace signet::api
