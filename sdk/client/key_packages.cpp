// SPDX-License-Identifier: Apache-2.0
// Client: key packages, for one use each.
#include "decode.hpp"
#include "fail.hpp"
#include "signet/client/client.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"

#include <algorithm>

namespace signet::client {
namespace {

constexpr std::string_view kPackages = "/v1/key-packages";

KeyPackageQueue read_queue(ObjectReader& object) {
  return {.queued = object.number("queued"), .bytes = object.number("bytes")};
}

UploadedKeyPackage read_uploaded(ObjectReader& object) {
  return {.fingerprint = object.text("fingerprint"), .queue = read_queue(object)};
}

struct Taken {
  std::optional<std::string> package;
  std::optional<std::string> fingerprint;
};

Taken read_taken(ObjectReader& object) {
  return {.package = object.text_or_none("package"), .fingerprint = object.text_or_none("fingerprint")};
}

std::unexpected<Error> other_bytes() {
  return fail(ErrorKind::server, "the server's key package is not the one that its fingerprint is of: do not use it");
}

}  // namespace

Result<UploadedKeyPackage> Client::upload_key_package(ByteView package) {
  auto uploaded = decode(
      exchange_->write("POST", Target(kPackages), {{"package", json_text(to_base64(package))}}), read_uploaded);
  if (uploaded && uploaded->fingerprint != crypto::sha256_hex(package)) return other_bytes();
  return uploaded;
}

Result<KeyPackageQueue> Client::key_packages() { return decode(exchange_->read(Target(kPackages)), read_queue); }

Result<std::optional<TakenKeyPackage>> Client::take_key_package(std::string_view machine_id, std::chrono::seconds wait,
                                                                std::stop_token stop) {
  const auto held = std::clamp(wait, std::chrono::seconds(0), limits::kMaxWait);
  Json body = Json::object();
  if (held.count() > 0) body["wait"] = static_cast<std::uint64_t>(held.count());
  const auto taken = decode(exchange_->write("POST", Target("/v1/machines") / machine_id / "key-packages" / "take",
                                             std::move(body), {.patience = held, .stop = std::move(stop)}),
                            read_taken);
  if (!taken) return std::unexpected(taken.error());
  if (!taken->package) return std::nullopt;
  auto bytes = from_base64(*taken->package);
  if (!bytes || taken->fingerprint != crypto::sha256_hex(*bytes)) return other_bytes();
  return TakenKeyPackage{.fingerprint = *taken->fingerprint, .package = std::move(*bytes)};
}

}  // namespace signet::client
