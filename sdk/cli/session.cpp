// SPDX-License-Identifier: Apache-2.0
#include "session.hpp"

#include "failure.hpp"
#include "printable.hpp"

namespace signet::cli {

std::string Session::url() const {
  return options_.url.empty() ? environment_("SIGNET_URL").value_or("") : options_.url;
}

std::string Session::chosen_vault() const {
  return options_.vault.empty() ? environment_("SIGNET_VAULT").value_or("") : options_.vault;
}

Result<client::Identity> Session::identity() const {
  auto identity = client::load_identity(options_.identity, environment_);
  if (identity && !url().empty()) identity->api_url = url();
  return identity;
}

Result<client::OperatorIdentity> Session::operator_identity() const {
  auto identity = client::load_operator_identity(options_.operator_, environment_);
  if (identity && !url().empty()) identity->api_url = url();
  return identity;
}

client::ConnectOptions Session::connect() const {
  return {.ca_file = options_.ca_file, .on_warning = [this](const std::string& warning) {
            console_.err("signet: warning: " + printable(warning) + "\n");
          }};
}

Result<client::Client> Session::machine() const {
  auto who = identity();
  if (!who) return std::unexpected(who.error());
  return client::Client::open(std::move(*who), connect());
}

Result<client::AdminClient> Session::admin() const {
  auto who = operator_identity();
  if (!who) return std::unexpected(who.error());
  return client::AdminClient::open(std::move(*who), connect());
}

Result<client::VaultAdmin> Session::vault() const {
  auto opened = admin();
  if (!opened) return std::unexpected(opened.error());
  const std::string vault = chosen_vault().empty() ? opened->identity().vault_id : chosen_vault();
  if (vault.empty()) return fail("which vault? This operator has none of its own: say --vault ID, or set SIGNET_VAULT");
  return opened->vault(vault);
}

Result<void> Session::show(const Record& record) {
  if (!options_.print.empty()) return print_field(record);
  if (!json()) {
    console_.out(to_lines(record));
    return {};
  }
  console_.out(to_secret_text(to_json(record)).expose_text());
  console_.out("\n");
  return {};
}

Result<void> Session::show(const std::vector<Record>& records, const std::optional<std::string>& next) {
  if (json() && options_.print.empty()) {
    Json items = Json::array();
    for (const auto& record : records) items.push_back(to_json(record));
    const Json page{{"items", std::move(items)}, {"nextCursor", next ? json_text(*next) : Json(nullptr)}};
    console_.out(to_public_text(page) + "\n");
    return {};
  }
  if (options_.print.empty()) {
    console_.out(to_table(records));
    if (records.empty()) hint("There are none.");
  }
  for (const auto& record : records) {
    if (options_.print.empty()) break;
    if (const auto printed = print_field(record); !printed) return printed;
  }
  if (next) hint("There are more: go on with --cursor " + *next);
  return {};
}

/// As it is for a program; what is not known is an empty line. A name that is not there is said aloud: a script would
/// otherwise go on with nothing.
Result<void> Session::print_field(const Record& record) {
  std::string names;
  for (const auto& field : record) {
    names += (names.empty() ? "" : ", ") + std::string(field.name);
    if (field.name != options_.print) continue;
    if (field.value.is_string()) {
      const auto text = text_of(field.value);
      console_.out(console_.out_is_terminal() ? printable(text) : text);
    } else if (!field.value.is_null()) {
      console_.out(to_public_text(field.value));
    }
    console_.out("\n");
    return {};
  }
  return fail("the command is done, but there is no field \"" + options_.print + "\" to print; there are " + names);
}

void Session::done(std::string_view sentence) {
  console_.out(json() ? std::string("{}\n") : std::string(sentence) + "\n");
}

void Session::hint(std::string_view sentence) {
  if (!json()) console_.err(std::string(sentence) + "\n");
}

}  // namespace signet::cli
