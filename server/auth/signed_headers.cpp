// SPDX-License-Identifier: Apache-2.0
#include "auth/signed_headers.hpp"

#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

namespace signet::auth {
namespace {

std::optional<IdentityId> parse_identity(const PresentedHeaders& headers, Plane plane) {
  if (plane == Plane::machine) {
    if (headers.machine_id.count != 1 || headers.operator_id.count != 0) return std::nullopt;
    const auto id = MachineId::parse(headers.machine_id.value);
    return id ? std::optional<IdentityId>(*id) : std::nullopt;
  }
  if (headers.operator_id.count != 1 || headers.machine_id.count != 0) return std::nullopt;
  const auto id = OperatorId::parse(headers.operator_id.value);
  return id ? std::optional<IdentityId>(*id) : std::nullopt;
}

}  // namespace

const std::string& text_of(const IdentityId& id) {
  return std::visit([](const auto& known) -> const std::string& { return known.str(); }, id);
}

std::expected<SignedHeaders, std::string> SignedHeaders::parse(const PresentedHeaders& headers, Plane plane) {
  const auto identity = parse_identity(headers, plane);
  if (!identity) return std::unexpected("identity header missing, doubled, malformed or of the other plane");
  SignedHeaders parsed(*identity);

  const auto timestamp = parse_timestamp(headers.timestamp.value);
  if (headers.timestamp.count != 1 || !timestamp)
    return std::unexpected("timestamp header missing, doubled or malformed");
  parsed.timestamp_ = *timestamp;
  parsed.timestamp_text_ = headers.timestamp.value;

  if (headers.nonce.count != 1 || !is_nonce(headers.nonce.value))
    return std::unexpected("nonce header missing, doubled or malformed");
  parsed.nonce_ = headers.nonce.value;

  auto signature = from_base64(headers.signature.value);
  if (headers.signature.count != 1 || !signature || signature->empty())
    return std::unexpected("signature header missing, doubled or not canonical base64");
  parsed.signature_ = std::move(*signature);

  if (headers.algorithm.count > 1) return std::unexpected("algorithm header doubled");
  if (headers.algorithm.count == 1) {
    parsed.named_ = parse_algorithm(headers.algorithm.value);
    if (!parsed.named_ || why_not_for_requests(*parsed.named_))
      return std::unexpected("algorithm header names no algorithm");
  }
  return parsed;
}

std::optional<Algorithm> SignedHeaders::presented() const {
  if (named_ && info(*named_).signature == signature_.size()) return named_;
  return algorithm_with_signature_of(signature_.size());
}

std::optional<std::string> claimed_identity(const PresentedHeaders& headers, Plane plane) {
  const auto identity = parse_identity(headers, plane);
  if (!identity) return std::nullopt;
  return text_of(*identity);
}

}  // namespace signet::auth
