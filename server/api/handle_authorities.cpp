// SPDX-License-Identifier: Apache-2.0
// Certificate authorities and the secrets that stand for them, for operators.
#include "handlers.hpp"
#include "input.hpp"
#include "store/authorities.hpp"
#include "vault/certificates.hpp"
#include "write.hpp"

namespace signet::api {
namespace {

constexpr std::size_t kMaxNames = 32;

Json render(const Authority& authority) {
  return {{"authorityId", json_text(authority.id.str())},
          {"type", json_text(name_of(authority.kind))},
          {"name", json_text(authority.name)},
          {"publicKey", json_text(authority.public_part)},
          {"createdAt", to_millis(authority.created_at)}};
}

Json texts(const std::vector<std::string>& all) {
  Json array = Json::array();
  for (const auto& text : all) array.push_back(json_text(text));
  return array;
}

Json render(const vault::CertificateSecret& made) {
  const auto& profile = made.profile;
  return {{"secretId", json_text(made.secret.id.str())},
          {"projectId", json_text(made.secret.project.str())},
          {"name", json_text(made.secret.name)},
          {"authorityId", json_text(profile.authority.str())},
          {"type", json_text(name_of(made.kind))},
          {"maxValiditySeconds", profile.max_seconds},
          {"certificateHeaders", profile.header_form},
          {"subject", json_text(profile.subject)},
          {"host", json_text(profile.host)},
          {"names", texts(profile.names)},
          {"addresses", texts(profile.addresses)},
          {"usages", texts(profile.usages)}};
}

std::optional<CertificateProfile> read_profile(Input& input) {
  const auto authority = AuthorityId::parse(input.text("authorityId"));
  if (!authority) input.fail("authorityId", "Is no authority of this vault");
  const auto list = [&](std::string_view field) {
    return input.optional_texts(field, kMaxNames).value_or(std::vector<std::string>());
  };
  const auto seconds = input.number_within("maxValiditySeconds", vault::kLeastCertificateSeconds,
                                           vault::kMostCertificateSeconds).value_or(3'600);
  const bool headers = input.optional_flag("certificateHeaders").value_or(true);
  auto subject = input.name("subject");
  auto host = input.optional_text("host").value_or("");
  auto names = list("names"), addresses = list("addresses"), usages = list("usages");
  if (!authority) return std::nullopt;
  return CertificateProfile{.authority = *authority,
                            .max_seconds = static_cast<std::uint32_t>(seconds),
                            .header_form = headers,
                            .subject = std::move(subject),
                            .host = std::move(host),
                            .names = std::move(names),
                            .addresses = std::move(addresses),
                            .usages = std::move(usages)};
}

Json rendered_secret(const vault::CertificateSecret& made, vault::Work&) { return render(made); }

}  // namespace

Reply list_authorities(const Call& call) {
  if (auto error = call.query.only({"limit", "cursor"})) return *error;
  const auto page = call.query.page();
  if (!page) return page.error();
  return list_response(call.snapshot.authorities().list(call.vault().id, *page),
                       [](const Authority& authority) { return render(authority); });
}

Reply show_authority(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<AuthorityId>(call, 1, "authority");
  if (!id) return id.error();
  const auto authority = vault::find_authority(call.snapshot, call.vault().id, *id);
  if (!authority) return authority.error();
  return json_response(200, render(*authority));
}

Reply create_authority(const Call& call) {
  Input input(call.body);
  const auto name = input.name("name");
  const auto kind = parse_authority_kind(input.text("type"));
  if (!kind) input.fail("type", "Must be ssh or x509");
  if (auto error = input.error()) return *error;
  return change(
      201,
      [vault = call.vault().id, name, kind = *kind](vault::Work& work) {
        return vault::create_authority(work, vault, kind, name);
      },
      [](const Authority& made, vault::Work&) { return render(made); });
}

Reply delete_authority(const Call& call) {
  if (auto error = Input(call.body).error()) return *error;
  const auto id = path_id<AuthorityId>(call, 1, "authority");
  if (!id) return id.error();
  return change(
      [vault = call.vault().id, id = *id](vault::Work& work) { return vault::delete_authority(work, vault, id); });
}

Reply create_certificate_secret(const Call& call) {
  Input input(call.body);
  const auto name = input.name("name");
  auto profile = read_profile(input);
  if (auto error = input.error()) return *error;
  const auto project = path_id<ProjectId>(call, 1, "project");
  if (!project) return project.error();
  return change(
      201,
      [vault = call.vault().id, project = *project, name, profile = std::move(*profile)](vault::Work& work) {
        return vault::create_certificate_secret(work, vault, project, name, profile);
      },
      rendered_secret);
}

Reply show_profile(const Call& call) {
  if (auto error = call.query.only({})) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  const auto found = vault::find_certificate_secret(call.snapshot, call.vault().id, *id);
  if (!found) return found.error();
  return json_response(200, render(*found));
}

Reply put_profile(const Call& call) {
  Input input(call.body);
  auto profile = read_profile(input);
  if (auto error = input.error()) return *error;
  const auto id = path_id<SecretId>(call, 1, "secret");
  if (!id) return id.error();
  return change(
      200,
      [vault = call.vault().id, id = *id, profile = std::move(*profile)](vault::Work& work) {
        return vault::replace_profile(work, vault, id, profile);
      },
      rendered_secret);
}

}  // namespace signet::api
