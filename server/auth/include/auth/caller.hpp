// SPDX-License-Identifier: Apache-2.0
// Who is asking, proved. A Caller can be made only by authenticate(), so a handler without authentication does not
// compile.
#pragma once

#include "domain/identity.hpp"
#include "domain/signature_policy.hpp"
#include "domain/vault.hpp"

#include <optional>
#include <string>
#include <variant>

namespace signet::auth {

struct MachineCaller {
  Machine machine;
  Vault vault;
};

struct OperatorCaller {
  Operator who;
  std::optional<Vault> vault;  // the one that the path names, if it exists
  std::optional<Role> role;    // in that vault
  bool held = false;           // since a restore, until root has looked
};

/// The generations that the facts of a Caller were read under. Unchanged at the commit: the facts still hold.
struct AuthzStamp {
  std::int64_t installation = 0;
  std::int64_t vault = 0;
  bool operator==(const AuthzStamp&) const = default;
};

/// What the commit has to spend.
struct NonceUse {
  std::int64_t timestamp;
  std::string identity;
  std::string nonce;
};

class Caller {
 public:
  [[nodiscard]] const MachineCaller* machine() const { return std::get_if<MachineCaller>(&who_); }
  [[nodiscard]] const OperatorCaller* operator_() const { return std::get_if<OperatorCaller>(&who_); }
  [[nodiscard]] const std::string& id() const {
    return machine() ? machine()->machine.id.str() : operator_()->who.id.str();
  }
  /// That the request is signed with: the present one, or the one before it while both are good.
  [[nodiscard]] const Key& key() const {
    if (former_) return *former_;
    return machine() ? machine()->machine.key : operator_()->who.key;
  }
  /// What was verified.
  [[nodiscard]] VerifiedSignature signature() const {
    return {.algorithms = signed_by_, .fingerprint = key().fingerprint, .key_created_at = key().created_at};
  }
  [[nodiscard]] const AuthzStamp& stamp() const { return stamp_; }
  [[nodiscard]] const NonceUse& nonce() const { return nonce_; }

 private:
  using Who = std::variant<MachineCaller, OperatorCaller>;
  Caller(Who who, AuthzStamp stamp) : who_(std::move(who)), stamp_(stamp) {}
  Who who_;
  AuthzStamp stamp_;
  NonceUse nonce_{};
  std::optional<Key> former_ = {};
  std::vector<Algorithm> signed_by_ = {};
  friend class Authentication;
};

}  // namespace signet::auth
