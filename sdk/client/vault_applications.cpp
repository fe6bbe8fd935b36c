// SPDX-License-Identifier: Apache-2.0
// VaultAdmin: applications.
#include "decode.hpp"
#include "signet/client/vault_admin.hpp"
#include "vault_requests.hpp"

namespace signet::client {

Result<Page<Application>> VaultAdmin::applications(const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "applications").page(page)), read_application);
}

Result<Application> VaultAdmin::create_application(std::string_view name, const std::vector<std::string>& projects) {
  Json body = named(name);
  if (!projects.empty()) {
    Json& names = body["projects"] = Json::array();
    for (const auto& project : projects) names.push_back(json_text(project));
  }
  return decode(exchange_->write("POST", in(vault_id_) / "applications", std::move(body)), read_application);
}

Result<Application> VaultAdmin::application(std::string_view application_id) {
  return decode(exchange_->read(in(vault_id_) / "applications" / application_id), read_application);
}

Result<Application> VaultAdmin::rename_application(std::string_view application_id, std::string_view name) {
  return decode(exchange_->write("PATCH", in(vault_id_) / "applications" / application_id, named(name)),
                read_application);
}

Result<void> VaultAdmin::delete_application(std::string_view application_id) {
  return decode_done(exchange_->write("DELETE", in(vault_id_) / "applications" / application_id, nothing()));
}

}  // namespace signet::client
