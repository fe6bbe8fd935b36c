// SPDX-License-Identifier: Apache-2.0
#include "signer.hpp"

#include "fail.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

#include <array>

namespace signet::client {

Signer::Signer(Plane plane, std::string id, SigningKeys keys)
    : plane_(plane), id_(std::move(id)), keys_(std::move(keys)) {}

Result<void> Signer::sign(WireRequest& request, std::chrono::sys_seconds at, crypto::Random& random) const {
  if (!is_method(request.method) || !is_target(request.target)) {
    return fail(ErrorKind::invalid_request,
                fmt::format("will not sign {} {}: malformed request line", request.method, request.target));
  }
  const std::string timestamp = std::to_string(at.time_since_epoch().count());
  if (!parse_timestamp(timestamp)) {
    return fail(ErrorKind::clock_skew,
                fmt::format("this machine's clock is far off: it says {} seconds since 1970; set it", timestamp));
  }
  std::array<std::uint8_t, 16> fresh{};
  random.fill(fresh);
  const std::string nonce = to_base64(fresh);
  const std::string payload =
      canonical_request(request.method, request.target, timestamp, nonce, crypto::sha256_hex(request.body.expose()));

  const auto add = [&](std::string_view name, std::string value) {
    request.headers.push_back({std::string(name), std::move(value)});
  };
  add(plane_ == Plane::machine ? header::kMachineId : header::kOperatorId, id_);
  add(header::kTimestamp, timestamp);
  add(header::kNonce, nonce);
  if (!keys_.keyset() && must_be_named(key().algorithm()))
    add(header::kAlgorithm, std::string(info(key().algorithm()).name));
  add(header::kSignature, to_base64(keys_.sign(as_bytes(payload))));
  return {};
}

std::string Signer::who() const { return (plane_ == Plane::machine ? "machine " : "operator ") + id_; }

}  // namespace signet::client
