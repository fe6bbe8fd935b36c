// SPDX-License-Identifier: Apache-2.0
// Key packages: left by a machine, taken by another, each of them once.
#include "handlers.hpp"
#include "input.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/limits.hpp"
#include "store/key_directory.hpp"
#include "vault/key_packages.hpp"
#include "write.hpp"

namespace signet::api {
namespace {

Json render_queue(const KeyPackageQueue& queue) { return {{"queued", queue.packages}, {"bytes", queue.bytes}}; }

Response package_response(const std::optional<KeyPackage>& package) {
  return json_response(200, {{"package", package ? json_text(to_base64(package->bytes)) : Json(nullptr)},
                             {"fingerprint", package ? json_text(to_hex(package->fingerprint)) : Json(nullptr)}});
}

}  // namespace

Reply upload_key_package(const Call& call) {
  Input input(call.body, Input::Unknown::ignored);
  auto package = input.base64("package");
  if (!package) {
    input.fail("package", "Is missing");
  } else if (package->empty() || package->size() > limits::kMaxKeyPackage) {
    input.fail("package", "Must have 1 to " + std::to_string(limits::kMaxKeyPackage) + " bytes");
  }
  if (auto error = input.error()) return *error;
  return change(
      200,
      [owner = call.machine().machine.id, package = std::move(*package)](vault::Work& work) {
        return vault::upload_key_package(work, owner, package);
      },
      [](const vault::QueuedPackage& queued, vault::Work&) {
        auto body = render_queue(queued.queue);
        body["fingerprint"] = json_text(to_hex(queued.fingerprint));
        return body;
      });
}

Reply count_key_packages(const Call& call) {
  return json_response(200, render_queue(call.snapshot.key_directory().measure_packages(call.machine().machine.id)));
}

Reply take_key_package(const Call& call) {
  Input input(call.body, Input::Unknown::ignored);
  const auto wait = input.wait();
  const auto& taker = call.machine().machine;
  vault::PackageAttempt attempt{.taker = taker.id,
                                .vault = taker.vault,
                                .owner = std::string(call.path.values[0]),
                                .request_id = input.request_id().value_or("")};
  if (auto error = input.error()) return *error;
  const auto may = vault::may_take_key_package(call.snapshot, attempt, call.now);
  if (!may) return may.error();
  // What its owner does is what there is to wait for.
  const Wait patience{wait, {.vault = taker.vault.str(), .identity = taker.id.str(), .secrets = {attempt.owner}}};
  if (!*may) {
    Reply reply(package_response(std::nullopt));
    if (wait.count() > 0) reply.wait = patience;
    return reply;
  }
  return Change([attempt = std::move(attempt), patience](vault::Work& work) -> vault::Result<Written> {
    const auto package = vault::take_key_package(work, attempt);
    if (!package) return std::unexpected(package.error());
    Written written{package_response(*package)};
    if (!*package && patience.time.count() > 0) written.wait = patience;
    return written;
  });
}

}  // namespace signet::api
