// SPDX-License-Identifier: Apache-2.0
#include "read_secrets.hpp"

namespace signet::client {
namespace {

SecretItem read_item(ObjectReader& object) {
  return {.id = object.text("id"),
          .name = object.text("name"),
          .field_names = parse_field_names(object.text_or_none("fieldNames")),
          .project_id = object.text_or_none("projectId").value_or("")};
}

ExportedSecret read_one_exported(ObjectReader& object) {
  return {.id = object.text("id"),
          .name = object.text("name"),
          .value = object.secret("value"),
          .field_names = parse_field_names(object.text_or_none("fieldNames"))};
}

MachineProject read_machine_project(ObjectReader& object) {
  return {.project_id = object.text("projectId"),
          .project_name = object.text("projectName"),
          .application_id = object.text_or_none("applicationId").value_or(""),
          .application_name = object.text_or_none("applicationName").value_or("")};
}

}  // namespace

SecretBytes read_value(ObjectReader& object) { return object.secret("value"); }
std::vector<SecretItem> read_items(ObjectReader& object) { return object.items("secrets", read_item); }
std::vector<ExportedSecret> read_exported(ObjectReader& object) { return object.items("secrets", read_one_exported); }
std::vector<MachineProject> read_projects(ObjectReader& object) {
  return object.items("projects", read_machine_project);
}

std::optional<std::vector<std::string>> parse_field_names(const std::optional<std::string>& text) {
  if (!text || text->empty()) return std::nullopt;
  const auto wrapped = parse_json_object(as_bytes("{\"names\":" + *text + "}"));
  if (!wrapped) return std::nullopt;
  std::string problem;
  auto names = ObjectReader(*wrapped, problem).texts_or_none("names");
  return problem.empty() ? names : std::nullopt;
}

std::string field_names_text(const std::vector<std::string>& names) {
  Json array = Json::array();
  for (const auto& name : names) array.push_back(json_text(name));
  return to_public_text(array);
}

std::optional<std::map<std::string, SecretBytes>> fields_of(const SecretBytes& value) {
  const auto object = parse_json_object(value.expose());
  if (!object) return std::nullopt;
  std::map<std::string, SecretBytes> fields;
  for (const auto& [name, field] : object->items()) {
    if (!field.is_string()) return std::nullopt;
    fields.emplace(std::string_view(name), SecretBytes::from_text(text_of(field)));
  }
  return fields;
}

}  // namespace signet::client
