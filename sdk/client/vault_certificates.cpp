// SPDX-License-Identifier: Apache-2.0
// VaultAdmin: certificate authorities and certificate secrets.
#include "decode.hpp"
#include "signet/client/vault_admin.hpp"
#include "vault_requests.hpp"

namespace signet::client {
namespace {

Authority read_authority(ObjectReader& object) {
  return {.authority_id = object.text("authorityId"),
          .type = object.text("type"),
          .name = object.text("name"),
          .public_key = object.text("publicKey"),
          .created_at = object.time("createdAt")};
}

CertificateSecret read_certificate_secret(ObjectReader& object) {
  const auto list = [&](std::string_view name) {
    return object.texts_or_none(name).value_or(std::vector<std::string>());
  };
  return {.secret_id = object.text("secretId"),
          .project_id = object.text("projectId"),
          .name = object.text("name"),
          .type = object.text("type"),
          .profile = {.authority_id = object.text("authorityId"),
                      .max_validity_seconds = static_cast<std::uint32_t>(object.number("maxValiditySeconds")),
                      .certificate_headers = object.flag("certificateHeaders"),
                      .subject = object.text("subject"),
                      .host = object.text("host"),
                      .names = list("names"),
                      .addresses = list("addresses"),
                      .usages = list("usages")}};
}

Json list_of(const std::vector<std::string>& texts) {
  Json array = Json::array();
  for (const auto& text : texts) array.push_back(json_text(text));
  return array;
}

Json body_of(const CertificateProfile& profile) {
  return {{"authorityId", json_text(profile.authority_id)},
          {"maxValiditySeconds", profile.max_validity_seconds},
          {"certificateHeaders", profile.certificate_headers},
          {"subject", json_text(profile.subject)},
          {"host", json_text(profile.host)},
          {"names", list_of(profile.names)},
          {"addresses", list_of(profile.addresses)},
          {"usages", list_of(profile.usages)}};
}

}  // namespace

Result<Page<Authority>> VaultAdmin::authorities(const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "authorities").page(page)), read_authority);
}

Result<Authority> VaultAdmin::authority(std::string_view authority_id) {
  return decode(exchange_->read(in(vault_id_) / "authorities" / authority_id), read_authority);
}

Result<Authority> VaultAdmin::create_authority(std::string_view type, std::string_view name) {
  Json body = named(name);
  body["type"] = json_text(type);
  return decode(exchange_->write("POST", in(vault_id_) / "authorities", std::move(body)), read_authority);
}

Result<void> VaultAdmin::delete_authority(std::string_view authority_id) {
  return decode_done(exchange_->write("DELETE", in(vault_id_) / "authorities" / authority_id, nothing()));
}

Result<CertificateSecret> VaultAdmin::create_certificate_secret(std::string_view project_id, std::string_view name,
                                                                const CertificateProfile& profile) {
  Json body = body_of(profile);
  body["name"] = json_text(name);
  return decode(exchange_->write("POST", in(vault_id_) / "projects" / project_id / "certificates", std::move(body)),
                read_certificate_secret);
}

Result<CertificateSecret> VaultAdmin::certificate_secret(std::string_view secret_id) {
  return decode(exchange_->read(in(vault_id_) / "secrets" / secret_id / "certificate"), read_certificate_secret);
}

Result<CertificateSecret> VaultAdmin::replace_certificate_profile(std::string_view secret_id,
                                                                  const CertificateProfile& profile) {
  return decode(exchange_->write("PUT", in(vault_id_) / "secrets" / secret_id / "certificate", body_of(profile)),
                read_certificate_secret);
}

}  // namespace signet::client
