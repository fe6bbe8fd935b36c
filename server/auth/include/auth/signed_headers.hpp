// SPDX-License-Identifier: Apache-2.0
// The headers that carry a signature: well-formed, not yet verified.
#pragma once

#include "domain/ids.hpp"
#include "signet/schema/algorithm.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace signet::auth {

/// A header as the transport found it: how often, and its value.
struct HeaderField {
  std::size_t count = 0;
  std::string_view value = {};
};

struct PresentedHeaders {
  HeaderField machine_id, operator_id, timestamp, nonce, signature, algorithm;
};

enum class Plane : std::uint8_t { machine, operator_ };

using IdentityId = std::variant<MachineId, OperatorId>;
[[nodiscard]] const std::string& text_of(const IdentityId& id);

/// Made only by parse(): each header exactly once, in its grammar, of the plane that the route belongs to.
class SignedHeaders {
 public:
  /// The error is the reason for the audit log.
  [[nodiscard]] static std::expected<SignedHeaders, std::string> parse(const PresentedHeaders& headers, Plane plane);

  [[nodiscard]] const IdentityId& identity() const { return identity_; }
  [[nodiscard]] std::int64_t timestamp() const { return timestamp_; }
  [[nodiscard]] const std::string& timestamp_text() const { return timestamp_text_; }
  [[nodiscard]] const std::string& nonce() const { return nonce_; }
  [[nodiscard]] const Bytes& signature() const { return signature_; }
  /// What the signature is taken to be by, going by the request alone: what X-Algorithm names if it has that length,
  /// else the usual algorithm with that length, if any.
  [[nodiscard]] std::optional<Algorithm> presented() const;
  [[nodiscard]] bool names_algorithm() const { return named_.has_value(); }
  /// Whether a signature by a key of this algorithm could have come like this.
  [[nodiscard]] bool fits(Algorithm algorithm) const {
    return presented() == algorithm && (!named_ || named_ == algorithm);
  }

 private:
  explicit SignedHeaders(IdentityId identity) : identity_(std::move(identity)) {}
  IdentityId identity_;
  std::int64_t timestamp_ = 0;
  std::string timestamp_text_;
  std::string nonce_;
  Bytes signature_;
  std::optional<Algorithm> named_;
};

/// The identity that the headers claim, well-formed or not at all: for lockout, before anything else is looked at.
[[nodiscard]] std::optional<std::string> claimed_identity(const PresentedHeaders& headers, Plane plane);

}  // namespace signet::auth
