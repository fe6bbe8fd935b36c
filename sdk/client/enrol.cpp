// SPDX-License-Identifier: Apache-2.0
#include "signet/client/enrol.hpp"

#include "connection_setup.hpp"
#include "decode.hpp"
#include "enrolling_key.hpp"
#include "fail.hpp"
#include "places.hpp"
#include "registration.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/name.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <array>

namespace signet::client {
namespace {

namespace fs = std::filesystem;

std::string own_hostname() {
  std::array<char, 254> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0 || !is_hostname(name.data())) return "unknown";
  return name.data();
}

/// The server said no, and so never knew the key. Not so if an earlier attempt was lost on the way and the token has
/// ended since.
bool is_definite(const Error& error) {
  if (error.may_have_happened) return false;
  return error.kind == ErrorKind::authentication || error.kind == ErrorKind::access_denied ||
         error.kind == ErrorKind::invalid_request || error.kind == ErrorKind::conflict ||
         error.kind == ErrorKind::not_found;
}

}  // namespace

Result<Enrolment> enrol(std::string_view api_url, const SecretBytes& token, const EnrolOptions& options,
                        const Environment& environment) {
  const auto exchange = open_unsigned(api_url, options.connect);
  if (!exchange) return std::unexpected(exchange.error());
  return enrol_over(**exchange, api_url, token, options, environment);
}

Result<Enrolment> enrol_over(Exchange& exchange, std::string_view api_url, const SecretBytes& token,
                             const EnrolOptions& options, const Environment& environment) {
  if (token.empty() || !is_utf8(token.expose_text())) return fail(ErrorKind::invalid_request, "the token is empty");
  fs::path base = options.base;
  if (base.empty()) {
    const auto usual = base_folder(environment);
    if (!usual) return std::unexpected(usual.error());
    base = *usual;
  }
  if (options.algorithm != Algorithm::ed25519 && is_sikkerkey_place(base, environment)) {
    return fail(ErrorKind::local,
                fmt::format("{} is for Ed25519 identities only: use another folder, or Ed25519", base.string()));
  }
  auto enrolling = EnrollingKey::prepare(base, token, options.algorithm);
  if (!enrolling) return std::unexpected(enrolling.error());
  const auto& key = enrolling->key();

  const auto registered =
      decode(exchange.post(
                 Target("/v1/bootstrap/register"),
                 registration(token, options.name, options.hostname.empty() ? own_hostname() : options.hostname, key)),
             read_registered);
  if (!registered) {
    Error error = registered.error();
    if (is_definite(error)) {
      enrolling->forget();
    } else {
      error.message += fmt::format(
          "; the key is kept in {}: repeat this with the same token while it lasts, and it is "
          "still one enrolment",
          enrolling->folder().string());
    }
    return std::unexpected(std::move(error));
  }

  Identity identity{.machine_id = registered->machine_id,
                    .machine_name = registered->machine_name,
                    .vault_id = registered->vault_id,
                    .api_url = lasting_url(*registered, api_url),
                    .algorithm = key.algorithm(),
                    .response_key = registered->response_key};
  auto folder = enrolling->become(identity, environment);
  if (!folder) return std::unexpected(folder.error());
  return Enrolment{
      .identity = std::move(identity), .folder = std::move(*folder), .fingerprint = key.public_key().fingerprint()};
}

}  // namespace signet::client
