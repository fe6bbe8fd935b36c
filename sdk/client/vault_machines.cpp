// SPDX-License-Identifier: Apache-2.0
// VaultAdmin: who is in the vault, machines and people.
#include "decode.hpp"
#include "signet/client/vault_admin.hpp"
#include "vault_requests.hpp"

namespace signet::client {

Result<Page<Machine>> VaultAdmin::machines(std::optional<MachineState> state, const PageRequest& page) {
  auto target = in(vault_id_) / "machines";
  if (state) target.query("state", name_of(*state));
  return decode_page(exchange_->read(target.page(page)), read_machine);
}

Result<Machine> VaultAdmin::machine(std::string_view machine_id) {
  return decode(exchange_->read(in(vault_id_) / "machines" / machine_id), read_machine);
}

Result<Machine> VaultAdmin::rename_machine(std::string_view machine_id, std::string_view name) {
  return decode(exchange_->write("PATCH", in(vault_id_) / "machines" / machine_id, named(name)), read_machine);
}

Result<Machine> VaultAdmin::approve_machine(std::string_view machine_id) {
  return decode(exchange_->write("POST", in(vault_id_) / "machines" / machine_id / "approve", nothing()), read_machine);
}

Result<void> VaultAdmin::deny_machine(std::string_view machine_id) {
  return decode_done(exchange_->write("POST", in(vault_id_) / "machines" / machine_id / "deny", nothing()));
}

Result<Machine> VaultAdmin::disable_machine(std::string_view machine_id) {
  return decode(exchange_->write("POST", in(vault_id_) / "machines" / machine_id / "disable", nothing()), read_machine);
}

Result<Machine> VaultAdmin::enable_machine(std::string_view machine_id) {
  return decode(exchange_->write("POST", in(vault_id_) / "machines" / machine_id / "enable", nothing()), read_machine);
}

Result<void> VaultAdmin::revoke_machine(std::string_view machine_id) {
  return decode_done(exchange_->write("POST", in(vault_id_) / "machines" / machine_id / "revoke", nothing()));
}

Result<Page<Operator>> VaultAdmin::operators(const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "operators").page(page)), read_operator);
}

Result<Operator> VaultAdmin::add_operator(const NewOperator& added) {
  Json body{{"operatorId", json_text(added.operator_id)},
            {"name", json_text(added.name)},
            {"algorithm", json_text(added.algorithm)},
            {"publicKey", json_text(added.public_key)},
            {"proof", json_text(added.proof)},
            {"role", json_text(name_of(added.role))}};
  return decode(exchange_->write("POST", in(vault_id_) / "operators", std::move(body)), read_operator);
}

Result<Operator> VaultAdmin::set_role(std::string_view operator_id, Role role) {
  return decode(
      exchange_->write("PUT", in(vault_id_) / "operators" / operator_id, {{"role", json_text(name_of(role))}}),
      read_operator);
}

Result<void> VaultAdmin::remove_operator(std::string_view operator_id) {
  return decode_done(exchange_->write("DELETE", in(vault_id_) / "operators" / operator_id, nothing()));
}

}  // namespace signet::client
