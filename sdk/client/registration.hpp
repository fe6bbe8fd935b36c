// SPDX-License-Identifier: Apache-2.0
// What a new machine says to a server, and what it hears, whatever the route.
#pragma once

#include "object_reader.hpp"
#include "signet/crypto/keys.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace signet::client {

struct Registered {
  std::string machine_id = {};
  std::string machine_name = {};
  std::string vault_id = {};
  std::optional<std::string> api_url = {};
  std::optional<Bytes> response_key;  // of a server that seals
  std::optional<Time> expires_at = {};
};
[[nodiscard]] Registered read_registered(ObjectReader& object);
/// The key in its member "responseKey".
[[nodiscard]] std::optional<Bytes> read_response_key(ObjectReader& object);

/// With the proof of the key. An empty name is left out.
[[nodiscard]] Json registration(const SecretBytes& token, std::string_view name, std::string_view hostname,
                                const crypto::PrivateKey& key);

/// What the server calls itself, if it says so and means something; else how we reached it.
[[nodiscard]] std::string lasting_url(const Registered& registered, std::string_view used);

}  // namespace signet::client
