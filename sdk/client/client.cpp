// SPDX-License-Identifier: Apache-2.0
#include "signet/client/client.hpp"

#include "connection_setup.hpp"
#include "decode.hpp"
#include "fail.hpp"
#include "signet/schema/canonical_request.hpp"

#include <charconv>

namespace signet::client {
namespace {

constexpr std::string_view kSecret = "/v1/secret";

std::uint64_t version_of(const WireResponse& response) {
  const auto text = response.find(header::kSecretVersion).value_or("");
  std::uint64_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  return error == std::errc{} && end == text.data() + text.size() ? version : 0;
}

SecretBytes read_value(ObjectReader& object) { return object.secret("value"); }

/// The names are an array inside a text, for the sake of clients in other languages.
std::optional<std::vector<std::string>> parse_field_names(const std::optional<std::string>& text) {
  if (!text || text->empty()) return std::nullopt;
  const auto wrapped = parse_json_object(as_bytes("{\"names\":" + *text + "}"));
  if (!wrapped) return std::nullopt;
  std::string problem;
  auto names = ObjectReader(*wrapped, problem).texts_or_none("names");
  return problem.empty() ? names : std::nullopt;
}

SecretItem read_item(ObjectReader& object) {
  return {.id = object.text("id"),
          .name = object.text("name"),
          .field_names = parse_field_names(object.text_or_none("fieldNames")),
          .project_id = object.text_or_none("projectId").value_or("")};
}

std::vector<SecretItem> read_items(ObjectReader& object) { return object.items("secrets", read_item); }

}  // namespace

Result<Client> Client::open(Identity identity, const ConnectOptions& options) {
  auto exchange =
      open_signed(Plane::machine, identity.machine_id, identity.private_key_path, identity.api_url, options);
  if (!exchange) return std::unexpected(exchange.error());
  return Client(std::move(identity), std::move(*exchange));
}

Client::Client(Identity identity, std::shared_ptr<Exchange> exchange)
    : identity_(std::move(identity)), exchange_(std::move(exchange)) {}

Result<SecretValue> Client::get(std::string_view secret_id) {
  const auto answer = exchange_->read(Target(kSecret) / secret_id);
  auto value = decode(answer, read_value);
  if (!value) return std::unexpected(value.error());
  return SecretValue{std::move(*value), version_of(answer->response)};
}

Result<SecretFields> Client::get_fields(std::string_view secret_id) {
  const auto secret = get(secret_id);
  if (!secret) return std::unexpected(secret.error());
  const auto single = [&] {
    return fail(ErrorKind::invalid_request,
                fmt::format("{} has no fields: it is a single value; read it whole", secret_id));
  };
  const auto object = parse_json_object(secret->value.expose());
  if (!object) return single();
  SecretFields fields{.fields = {}, .version = secret->version};
  for (const auto& [name, value] : object->items()) {
    if (!value.is_string()) return single();
    fields.fields.emplace(std::string_view(name), SecretBytes::from_text(text_of(value)));
  }
  return fields;
}

Result<std::vector<SecretItem>> Client::list() { return decode(exchange_->read(Target("/v1/secrets")), read_items); }

}  // namespace signet::client
