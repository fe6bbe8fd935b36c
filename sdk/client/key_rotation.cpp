// SPDX-License-Identifier: Apache-2.0
#include "signet/client/key_rotation.hpp"

#include "connection_setup.hpp"
#include "decode.hpp"
#include "fail.hpp"
#include "key_requests.hpp"
#include "places.hpp"
#include "signet/client/private_file.hpp"
#include "signet/client/signing_keys.hpp"
#include "signet/schema/encoding.hpp"
#include "successor.hpp"

#include <system_error>

namespace signet::client {
namespace {

namespace fs = std::filesystem;

/// Whose key, and where it is asked for.
struct Holder {
  Plane plane;
  const std::string& id;
  const fs::path& key;
  const std::string& api_url;
  Target rotation;
  Target probe;  // a read that whoever it is may make
};

Result<SigningKeys> make_or_find(const fs::path& path, std::span<const Algorithm> algorithms) {
  if (fs::exists(path)) return load_signing_keys(path);
  auto key = SigningKeys::generate(algorithms);
  if (!key) return key;
  const auto written = write_private_file(path, key->to_pem().expose(), IfThere::refuse);
  if (!written) return std::unexpected(written.error());
  return key;
}

/// Whether the server knows the successor.
Result<bool> is_taken(const Holder& holder, const ConnectOptions& options) {
  const auto exchange = open_signed(holder.plane, holder.id, successor_of(holder.key), holder.api_url, options);
  if (!exchange) return std::unexpected(exchange.error());
  const auto answer = (*exchange)->read(holder.probe, {.repeats = 0});
  if (!answer && answer.error().status != 401) return std::unexpected(answer.error());
  return answer.has_value();
}

bool leaves_nothing(const Error& error) {
  return !error.may_have_happened && (error.kind == ErrorKind::conflict || error.kind == ErrorKind::access_denied ||
                                      error.kind == ErrorKind::invalid_request);
}

Result<KeyRotation> rotate(const Holder& holder, std::span<const Algorithm> algorithms, const ConnectOptions& options) {
  const auto path = successor_of(holder.key);
  const bool left_behind = fs::exists(path);
  const auto next = make_or_find(path, algorithms);
  if (!next) return std::unexpected(next.error());
  KeyRotation rotation{.algorithm = next->algorithm_name(), .fingerprint = to_hex(next->fingerprint())};
  if (left_behind) {
    const auto taken = is_taken(holder, options);
    if (!taken) return std::unexpected(taken.error());
    if (*taken) return rotation;
  }
  auto present = load_signing_keys(holder.key);
  if (!present) return std::unexpected(present.error());
  const auto exchange = open_signed(holder.plane, holder.id, std::move(*present), holder.api_url, options);
  if (!exchange) return std::unexpected(exchange.error());
  auto answer = decode((*exchange)->write("POST", holder.rotation, rotation_to(*next, holder.id)), read_rotated_key);
  if (answer) {
    rotation.answer = std::move(*answer);
    return rotation;
  }
  // An answer that was lost: sent again, the old key is unknown because the new one was taken.
  if (const auto taken = is_taken(holder, options); taken && *taken) return rotation;
  if (leaves_nothing(answer.error())) {
    std::error_code ignored;
    fs::remove(path, ignored);
  }
  return std::unexpected(answer.error());
}

}  // namespace

fs::path successor_of(const fs::path& key) { return key.string() + ".next"; }

Result<void> install_successor(const fs::path& key) { return rename_private_file(successor_of(key), key); }

Result<KeyRotation> rotate_key_of(const Identity& identity, std::span<const Algorithm> algorithms,
                                  const ConnectOptions& options) {
  const bool is_plain = algorithms.size() == 1 && algorithms.front() == Algorithm::ed25519;
  if (!is_plain && is_sikkerkey_place(identity.folder, process_environment())) {
    return fail(ErrorKind::local, fmt::format("such a key does not belong in {}, where only Ed25519 is understood",
                                              identity.folder.string()));
  }
  auto rotation = rotate({Plane::machine, identity.machine_id, identity.private_key_path, identity.api_url,
                          machine_key_target(), Target("/v1/secrets")},
                         algorithms, options);
  if (!rotation) return rotation;
  if (const auto placed = install_successor(identity.private_key_path); !placed) return std::unexpected(placed.error());
  if (!identity.algorithm || identity.folder.empty()) return rotation;
  auto changed = identity;
  changed.algorithm = parse_algorithm(rotation->algorithm);
  if (const auto written = write_identity(changed, identity.folder); !written) return std::unexpected(written.error());
  return rotation;
}

Result<KeyRotation> rotate_key_of(const OperatorIdentity& identity, std::span<const Algorithm> algorithms,
                                  const ConnectOptions& options) {
  auto rotation = rotate(
      {Plane::operator_, identity.operator_id, identity.private_key_path, identity.api_url,
       operator_key_target(identity.installation_id), Target("/v1/admin/installations") / identity.installation_id},
      algorithms, options);
  if (!rotation) return rotation;
  if (const auto placed = install_successor(identity.private_key_path); !placed) return std::unexpected(placed.error());
  return rotation;
}

}  // namespace signet::client
