// SPDX-License-Identifier: Apache-2.0
// Client: certificates, by the form whose body is signed.
#include "decode.hpp"
#include "signet/client/client.hpp"

namespace signet::client {
namespace {

std::chrono::sys_seconds seconds(std::uint64_t unix_seconds) {
  constexpr std::uint64_t kYear9999 = 253'402'300'799;
  return std::chrono::sys_seconds(std::chrono::seconds(std::min(unix_seconds, kYear9999)));
}

}  // namespace

Result<Certificate> Client::certificate(std::string_view secret_id, const CertificateRequest& request) {
  Json body = Json::object();
  if (!request.ssh_key.empty()) body["subjectKey"] = json_text(request.ssh_key);
  if (!request.x509_key.empty()) body["subjectKeyX509"] = json_text(request.x509_key);
  if (request.validity) body["validity"] = request.validity->count();
  // Sent twice it issues a second certificate for the same key, which does no harm.
  const auto answer = exchange_->post(Target("/v1/secret") / secret_id / "certificate", body);
  if (!answer) return std::unexpected(answer.error());
  const auto json = body_object(answer->response, answer->what);
  if (!json) return std::unexpected(json.error());
  std::string problem;
  ObjectReader object(*json, problem);
  Certificate made{.certificate = object.text("certificate"),
                   .type = object.text("certificateType"),
                   .fields = {},
                   .valid_after = seconds(object.number("validAfter")),
                   .valid_before = seconds(object.number("validBefore"))};
  const auto* fields = find_member(*json, "fields");
  if (fields == nullptr || !fields->is_object()) return unexpected_answer(*answer, "fields");
  for (const auto& [name, value] : fields->items()) {
    if (!value.is_string()) return unexpected_answer(*answer, "fields");
    made.fields.emplace(std::string_view(name), std::string(text_of(value)));
  }
  if (!problem.empty()) return unexpected_answer(*answer, problem);
  return made;
}

}  // namespace signet::client
