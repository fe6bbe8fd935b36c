// SPDX-License-Identifier: Apache-2.0
// A call from beginning to end: sign, send, and send again where that is safe. Reads are always safe; a write is
// because it carries a request id, which is made here and nowhere else; enrolment is because the server knows token and
// key.
#pragma once

#include "signer.hpp"
#include "signet/client/api_url.hpp"
#include "signet/client/error.hpp"
#include "signet/crypto/random.hpp"
#include "signet/schema/json_fwd.hpp"
#include "target.hpp"
#include "transport.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace signet::client {

/// What a call needs from the world; a test has its own.
struct Surroundings {
  std::function<std::chrono::system_clock::time_point()> now;
  std::function<void(std::chrono::seconds)> sleep;
  std::reference_wrapper<crypto::Random> random;
};
[[nodiscard]] Surroundings real_surroundings();

/// A success.
struct Answer {
  WireResponse response;
  std::string what;  // the request, for messages
};

/// Thread-safe if its transport is.
class Exchange {
 public:
  /// Without a signer: what anybody may ask.
  Exchange(std::string origin, std::unique_ptr<Transport> transport, std::optional<Signer> signer,
           Surroundings surroundings = real_surroundings());

  [[nodiscard]] Result<Answer> read(const Target& target);
  /// Adds "requestId" to the body, which must be an object.
  [[nodiscard]] Result<Answer> write(std::string_view method, const Target& target, Json body);
  /// As it is. REQUIRES: doing it twice has no second effect.
  [[nodiscard]] Result<Answer> post(const Target& target, const Json& body);
  /// One GET, whatever comes of it.
  [[nodiscard]] Result<WireResponse> probe(const Target& target);

 private:
  [[nodiscard]] Result<Answer> call(std::string_view method, const Target& target, SecretBytes body);

  std::string origin_;
  std::unique_ptr<Transport> transport_;
  std::optional<Signer> signer_;
  Surroundings surroundings_;
};

}  // namespace signet::client
