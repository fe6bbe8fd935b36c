// SPDX-License-Identifier: Apache-2.0
// A whole installation without a socket: a real database in a folder of its own, real keys, a clock that stands still
// until it is told to move. handle() is a request from its first byte to its committed answer.
#pragma once

#include "api/housekeeping.hpp"
#include "api/pipeline.hpp"
#include "api/services.hpp"
#include "signet/crypto/keys.hpp"
#include "signet/schema/json.hpp"

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace signet::testing {

class ManualClock final : public Clock {
 public:
  Instant now() const override { return from_millis(wall_); }
  std::chrono::milliseconds monotonic() const override { return std::chrono::milliseconds(steady_); }
  void advance(std::chrono::milliseconds by) { wall_ = wall_ + by.count(), steady_ = steady_ + by.count(); }
  void jump(std::chrono::milliseconds by) { wall_ = wall_ + by.count(); }

 private:
  std::atomic<std::int64_t> wall_ = 1'790'000'000'000;
  std::atomic<std::int64_t> steady_ = 5'000'000;
};

/// A key with the id it is registered under.
struct Signer {
  std::string id;
  std::shared_ptr<const crypto::PrivateKey> key;
  bool is_operator;
};

/// What a test may want to be wrong about a signed request.
struct Signed {
  api::Request request;
  std::string& header(std::string_view name);
  void remove(std::string_view name);
};

struct Answer {
  int status;
  Json body;  // an empty object where there is none
  std::string text;
  std::vector<api::Header> headers;
  [[nodiscard]] std::string header(std::string_view name) const;
  [[nodiscard]] std::string operator[](std::string_view member) const;  // a text of the body, or ""
};

class Installation {
 public:
  Installation();
  ~Installation();

  // Requests.
  [[nodiscard]] Signed sign(const Signer& signer, std::string method, std::string target, std::string body = {});
  [[nodiscard]] Answer handle(api::Request request);
  [[nodiscard]] Answer handle(const Signed& signed_request);
  /// The request is carried out, but nobody gets the answer.
  void lose(const Signed& signed_request);
  [[nodiscard]] Answer send(const Signer& signer, std::string method, std::string target, std::string body = {});
  [[nodiscard]] static api::Request copy(const api::Request& request);
  [[nodiscard]] std::string vault_path(const std::string& rest) const { return "/v1/admin/vaults/" + vault_id + rest; }
  [[nodiscard]] std::string installation_path(const std::string& rest) const {
    return "/v1/admin/installations/" + installation_id + rest;
  }

  // Shorthands for what most tests need; each expects success.
  [[nodiscard]] std::string make_project(const std::string& name);
  [[nodiscard]] std::string make_secret(const std::string& project, const std::string& name, const std::string& value);
  [[nodiscard]] std::string make_token();
  [[nodiscard]] Answer enrol(const std::string& token, const crypto::PrivateKey& key, bool with_proof = true);
  [[nodiscard]] Signer make_pending_machine(Algorithm algorithm = Algorithm::ed25519);
  [[nodiscard]] Signer make_machine(Algorithm algorithm = Algorithm::ed25519);
  void give(const Signer& machine, const std::string& project, const std::string& secret);
  [[nodiscard]] Signer make_operator(Role role, const std::string& vault);

  /// Records of a log, oldest first.
  [[nodiscard]] std::vector<Json> audit(const std::string& log);
  /// Action names after the first `skip` records.
  [[nodiscard]] std::vector<std::string> actions(const std::string& log, std::size_t skip = 0);
  [[nodiscard]] std::size_t audit_size(const std::string& log) { return audit(log).size(); }
  /// Row counts of the tables that authorisation and values live in: what a refused request must not change.
  [[nodiscard]] std::map<std::string, std::string> state_digest();

  /// Closes the database and opens it again, as a restart does.
  void restart();
  /// The same with other root keys, or sealed.
  void restart_with(keyring::Keyring keyring);
  [[nodiscard]] ByteView root_key() const { return root_key_.expose(); }
  void close();
  /// Full ones, by these rules; an installation has none until then.
  void set_budgets(auth::Budgets::Rules rules);

  std::filesystem::path folder;
  std::filesystem::path database;
  ManualClock clock;
  std::string installation_id;
  std::string vault_id;
  Signer root;  // root of the installation and owner of the vault
  std::string address = "203.0.113.7";

  struct Running;
  std::unique_ptr<Running> running;

  [[nodiscard]] store::Committer& committer();
  [[nodiscard]] const api::Services& services();
  [[nodiscard]] api::Pipeline& pipeline();

 private:
  void open();
  [[nodiscard]] api::Response respond(api::Request request);
  SecretBytes root_key_;
  std::uint64_t nonces_ = 0;
};

}  // namespace signet::testing
