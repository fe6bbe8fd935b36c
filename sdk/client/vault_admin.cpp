// SPDX-License-Identifier: Apache-2.0
#include "signet/client/vault_admin.hpp"

#include "decode.hpp"
#include "vault_requests.hpp"

namespace signet::client {

VaultAdmin::VaultAdmin(std::string vault_id, std::shared_ptr<Exchange> exchange)
    : vault_id_(std::move(vault_id)), exchange_(std::move(exchange)) {}

Result<Vault> VaultAdmin::show() { return decode(exchange_->read(in(vault_id_)), read_vault); }

Result<Vault> VaultAdmin::suspend() {
  return decode(exchange_->write("POST", in(vault_id_) / "suspend", nothing()), read_vault);
}

Result<Vault> VaultAdmin::resume() {
  return decode(exchange_->write("POST", in(vault_id_) / "resume", nothing()), read_vault);
}

Result<Page<Project>> VaultAdmin::projects(const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "projects").page(page)), read_project);
}

Result<Project> VaultAdmin::create_project(std::string_view name) {
  return decode(exchange_->write("POST", in(vault_id_) / "projects", named(name)), read_project);
}

Result<Project> VaultAdmin::project(std::string_view project_id) {
  return decode(exchange_->read(in(vault_id_) / "projects" / project_id), read_project);
}

Result<Project> VaultAdmin::rename_project(std::string_view project_id, std::string_view name) {
  return decode(exchange_->write("PATCH", in(vault_id_) / "projects" / project_id, named(name)), read_project);
}

Result<void> VaultAdmin::delete_project(std::string_view project_id) {
  return decode_done(exchange_->write("DELETE", in(vault_id_) / "projects" / project_id, nothing()));
}

Result<Page<Machine>> VaultAdmin::members(std::string_view project_id, const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "projects" / project_id / "machines").page(page)), read_machine);
}

Result<Membership> VaultAdmin::add_member(std::string_view project_id, std::string_view machine_id) {
  const auto target = in(vault_id_) / "projects" / project_id / "machines" / machine_id;
  return decode(exchange_->write("PUT", target, nothing()), read_membership);
}

Result<void> VaultAdmin::remove_member(std::string_view project_id, std::string_view machine_id) {
  const auto target = in(vault_id_) / "projects" / project_id / "machines" / machine_id;
  return decode_done(exchange_->write("DELETE", target, nothing()));
}

}  // namespace signet::client
