// SPDX-License-Identifier: Apache-2.0
// A machine's client: reads the secrets that were granted to it.
#pragma once

#include "signet/client/connect_options.hpp"
#include "signet/client/error.hpp"
#include "signet/client/identity.hpp"
#include "signet/schema/secret_bytes.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace signet::client {

class Exchange;

struct SecretValue {
  SecretBytes value;          // UTF-8; of a structured secret a JSON object of strings
  std::uint64_t version = 0;  // 0 if the server does not say
};

struct SecretFields {
  std::map<std::string, SecretBytes> fields;
  std::uint64_t version = 0;
};

struct SecretItem {
  std::string id = {};
  std::string name = {};
  std::optional<std::vector<std::string>> field_names = {};  // nothing for a single value
  std::string project_id = {};
};

/// Thread-safe. Every call signs its request anew, waits for the answer and tries again where that is safe, so it may
/// block for about a minute in the worst case. Errors of every call: all kinds but conflict.
class Client {
 public:
  /// Loads the key; does not connect yet. Errors: local (key, address), tls (no authorities to trust).
  [[nodiscard]] static Result<Client> open(Identity identity, const ConnectOptions& options = {});

  [[nodiscard]] Result<SecretValue> get(std::string_view secret_id);
  /// Of a structured secret. One with a single value: invalid_request.
  [[nodiscard]] Result<SecretFields> get_fields(std::string_view secret_id);
  /// What this machine may read, by project name, then name.
  [[nodiscard]] Result<std::vector<SecretItem>> list();

  [[nodiscard]] const Identity& identity() const { return identity_; }

  /// For open() and for tests: Exchange is private to the library.
  Client(Identity identity, std::shared_ptr<Exchange> exchange);

 private:
  Identity identity_;
  std::shared_ptr<Exchange> exchange_;
};

}  // namespace signet::client
