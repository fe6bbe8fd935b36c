// SPDX-License-Identifier: Apache-2.0
// How what machines publish of their keys is shown.
#include "describe.hpp"

namespace signet::cli {

Record describe(const client::KeyPackageQueue& queue) {
  return {number("queued", queue.queued), number("bytes", queue.bytes)};
}

Record describe(const client::UploadedKeyPackage& uploaded) {
  return {text("fingerprint", uploaded.fingerprint), number("queued", uploaded.queue.queued),
          number("bytes", uploaded.queue.bytes)};
}

}  // namespace signet::cli
