// SPDX-License-Identifier: Apache-2.0
// What the server said last, sealed, for when it cannot be reached: <folder>/<secret id>.skc, which other clients of
// the protocol read and write too, and <folder>/<name>.answer, whole answers in the same format, which are ours alone.
// Whatever cannot be read, opened or understood is not there.
#pragma once

#include "signet/client/error.hpp"
#include "signet/client/time.hpp"
#include "skc.hpp"

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace signet::client {

/// True of what an outage looks like. Anything else a server says is its answer.
[[nodiscard]] bool is_outage(const Error& error);

/// Of a secret. The name and the text of its field names are known only from exports.
struct CachedSecret {
  SecretBytes value = {};
  std::optional<std::string> name = {};
  std::optional<std::string> field_names = {};
  Time at = {};
};

struct CachedAnswer {
  SecretBytes body = {};
  Time at = {};
};

/// Thread-safe.
class OfflineCache {
 public:
  struct Owner {
    std::string vault_id = {};
    std::string machine_id = {};
  };

  /// Makes the folder. Error: local, if it cannot, or if others may look into it.
  [[nodiscard]] static Result<std::shared_ptr<OfflineCache>> open(const std::filesystem::path& folder, Owner owner,
                                                                  const crypto::PrivateKey& key);

  [[nodiscard]] std::optional<CachedSecret> secret(std::string_view id) const;
  /// Name and field names that are not given stay as they were.
  void keep(std::string_view id, const CachedSecret& secret);
  /// Deletes it, and the answers that may have it.
  void forget(std::string_view id);

  [[nodiscard]] std::optional<CachedAnswer> answer(std::string_view name) const;
  void keep_answer(std::string_view name, ByteView body, Time at);

  /// Of the last keep, if it failed.
  [[nodiscard]] std::optional<Error> problem() const;

 private:
  OfflineCache(std::filesystem::path folder, Owner owner, SecretBytes key)
      : folder_(std::move(folder)), owner_(std::move(owner)), key_(std::move(key)) {}

  struct Opened {
    SecretBytes plaintext;
    Time at;
  };
  [[nodiscard]] std::optional<Opened> load(std::string_view name, std::string_view ending) const;
  void store(std::string_view name, std::string_view ending, ByteView plaintext, Time at);

  std::filesystem::path folder_;
  Owner owner_;
  SecretBytes key_;
  mutable std::mutex mutex_;  // of problem_; files are replaced whole
  std::optional<Error> problem_;
};

}  // namespace signet::client
