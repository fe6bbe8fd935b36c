// SPDX-License-Identifier: Apache-2.0
// A machine's client: reads the secrets that were granted to it.
#pragma once

#include "signet/client/admin_types.hpp"
#include "signet/client/certificate_types.hpp"
#include "signet/client/connect_options.hpp"
#include "signet/client/directory_types.hpp"
#include "signet/client/end_to_end_types.hpp"
#include "signet/client/error.hpp"
#include "signet/client/identity.hpp"
#include "signet/client/identity_token_types.hpp"
#include "signet/client/key_types.hpp"
#include "signet/client/secrets.hpp"
#include "signet/crypto/keys.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace signet::client {

class Exchange;
class OfflineCache;
class Sealing;
struct InMemoryIdentity;
struct Manner;

/// What a poll says about a secret.
enum class SecretEvent : std::uint8_t {
  changed,        // since this machine read it last; said again until it is read
  deleted,        // or never there
  access_denied,  // there, and no longer granted
};

/// For one read of a secret by another machine.
struct CoSignature {
  std::string secret_id = {};
  Time expires_at = {};
};

/// Thread-safe, but for use_cache(). Every call signs its request anew, waits for the answer and tries again where that
/// is safe, so it may block for about a minute in the worst case. Errors of every call: all kinds but conflict.
class Client {
 public:
  /// Loads the key; does not connect yet. Errors: local (key, address), tls (no authorities to trust).
  [[nodiscard]] static Result<Client> open(Identity identity, const ConnectOptions& options = {});

  /// With a key that is nowhere but in memory: see enrol_in_memory(). Errors: as above.
  [[nodiscard]] static Result<Client> open(InMemoryIdentity identity, const ConnectOptions& options = {});

  [[nodiscard]] Result<SecretValue> get(std::string_view secret_id);
  /// Of a structured secret. One with a single value: invalid_request.
  [[nodiscard]] Result<SecretFields> get_fields(std::string_view secret_id);
  /// From a certificate secret, for one of the keys. A secret of another kind: conflict.
  [[nodiscard]] Result<Certificate> certificate(std::string_view secret_id, const CertificateRequest& request);
  /// What this machine may read, by project name, then name.
  [[nodiscard]] Result<std::vector<SecretItem>> list();
  /// The same of one project. Of a project that this machine is not in: none.
  [[nodiscard]] Result<std::vector<SecretItem>> list(std::string_view project_id);
  /// Values too, in one request.
  [[nodiscard]] Result<std::vector<ExportedSecret>> export_secrets(const ExportScope& scope);
  /// The projects that this machine is in.
  [[nodiscard]] Result<std::vector<MachineProject>> projects();

  /// Asks once which of these need attention; ids without news are not in the answer. With `wait` (at most 60 s) the
  /// server holds the answer back until there is news. Tries only once; `stop` ends it with a network error.
  [[nodiscard]] Result<std::map<std::string, SecretEvent>> poll(std::span<const std::string> secret_ids,
                                                                std::chrono::seconds wait = {},
                                                                std::stop_token stop = {});

  /// From here on every good answer of get, list, export_secrets and projects is kept in `folder` (empty: "cache"
  /// beside the identity's files), encrypted under a key that only this identity's private key gives. When the server
  /// cannot be reached (no connection, 502, 503, 504, 520 to 527, 530, after all tries), what was kept is the answer.
  /// Any other answer of the server stands; a 403 or 404 also deletes what was kept of the secret. Error: local, if the
  /// folder cannot be made or others may look into it, or the identity has no place on disk.
  [[nodiscard]] Result<void> use_cache(const std::filesystem::path& folder = {});
  /// Why the last good answer could not be kept, if it could not.
  [[nodiscard]] std::optional<Error> cache_problem() const;

  /// Signs for one read of this secret by another machine, if the secret's access policy names this one.
  [[nodiscard]] Result<CoSignature> co_sign(std::string_view secret_id);

  /// Makes a key to be sealed to, keeps it beside the identity and publishes it, signed by this machine, under the
  /// epoch after the last one. From then on get, get_fields, export_secrets and what watches read sealed answers: only
  /// this machine opens them, and only its vault can have given them. With `sealed_only` the server gives this machine
  /// no value in clear any more, whoever asks. Not to be called while other calls are under way.
  [[nodiscard]] Result<HybridKey> renew_hybrid_key(bool sealed_only = true);
  /// Of a key that was made elsewhere. Again: the same. Conflict: an epoch that is not above the last one, or a key
  /// that was published before.
  [[nodiscard]] Result<HybridKey> publish_hybrid_key(ByteView public_key, std::uint64_t epoch, bool sealed_only);
  /// Of any machine of the vault, its signature verified. Error: server, if that is not good.
  [[nodiscard]] Result<HybridKey> hybrid_key(std::string_view machine_id);

  /// Leaves 1 byte to 1 MiB for another machine of the vault to take: opaque to the server, given to one taker, once.
  /// Conflict if it was taken before, or the queue is full.
  [[nodiscard]] Result<UploadedKeyPackage> upload_key_package(ByteView package);
  [[nodiscard]] Result<KeyPackageQueue> key_packages();
  /// The oldest package of that machine, which nobody else gets; nothing if there is none. With `wait` (at most 60 s)
  /// the server holds that answer back until there is one, though somebody else may be quicker.
  [[nodiscard]] Result<std::optional<TakenKeyPackage>> take_key_package(std::string_view machine_id,
                                                                        std::chrono::seconds wait = {},
                                                                        std::stop_token stop = {});
  /// Asks for `next` to be this machine's key, and proves it; rotate_key_of() does it for an identity on disk. This
  /// client goes on signing with the key that it was opened with, which is unknown from here on unless the vault lets
  /// keys overlap. Conflict: the key was anybody's before, or is weaker.
  [[nodiscard]] Result<RotatedKey> rotate_key(const crypto::PrivateKey& next);

  /// A secret that its author sealed to this machine: its bundle is verified and opened here. Whether the author is the
  /// right one, the caller decides: see pins.hpp. Conflict: it is not sealed end to end. Error: server, if the bundle
  /// is for another place or not sealed to this machine; local, if this machine has no sealing key.
  [[nodiscard]] Result<EndToEndValue> get_end_to_end(std::string_view secret_id);
  /// Proves this machine to `audience`, if an operator allowed it for that one; verify_identity_token() checks it.
  [[nodiscard]] Result<IdentityToken> identity_token(std::string_view audience, const TokenWish& wish = {});

  [[nodiscard]] const Identity& identity() const { return identity_; }

  /// For open() and for tests: Exchange is private to the library.
  Client(Identity identity, std::shared_ptr<Exchange> exchange);

 private:
  friend class WatchLoop;
  /// From the server only, which the cache is told.
  [[nodiscard]] Result<SecretValue> read_secret(std::string_view secret_id, Manner manner);

  Identity identity_;
  std::shared_ptr<Exchange> exchange_;
  std::shared_ptr<const Sealing> sealing_;  // null: values come in clear
  std::shared_ptr<OfflineCache> cache_;
};

}  // namespace signet::client
