// SPDX-License-Identifier: Apache-2.0
// Reads the fields of a body. The first thing wrong is remembered and said by error(); until then every read gives
// something, so a handler reads all its fields and asks once.
#pragma once

#include "domain/error.hpp"
#include "domain/identity.hpp"
#include "signet/crypto/keys.hpp"
#include "signet/schema/json.hpp"
#include "vault/secrets.hpp"

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace signet::api {

/// What a client may call a write, so that its repetition is known: 16 to 64 of A-Z a-z 0-9 _ -.
[[nodiscard]] bool is_request_id(std::string_view text);

class Input {
 public:
  enum class Unknown { refused, ignored };  // fields that nobody reads
  explicit Input(const Json& body, Unknown unknown = Unknown::refused) : body_(body), unknown_(unknown) {}

  [[nodiscard]] std::string text(std::string_view field);
  /// As text(), wiped.
  [[nodiscard]] SecretBytes secret(std::string_view field);
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view field);
  /// A text of 1 to `most` bytes that is kept out of memory that nobody wipes.
  [[nodiscard]] SecretBytes secret_text(std::string_view field, std::size_t most);
  [[nodiscard]] std::optional<SecretBytes> optional_secret_text(std::string_view field, std::size_t most);
  /// The same of at most `most` bytes, and it may be empty.
  [[nodiscard]] SecretBytes content(std::string_view field, std::size_t most);
  /// A name that people give to things.
  [[nodiscard]] std::string name(std::string_view field);
  [[nodiscard]] std::optional<std::string> optional_name(std::string_view field);
  /// An array of at most `most` different texts; empty if it is not there.
  [[nodiscard]] std::vector<std::string> texts(std::string_view field, std::size_t most);
  /// The same, of ids. What is not well-formed is the id of nothing, which error() says as `what`.
  template <class Id>
  [[nodiscard]] std::vector<Id> ids(std::string_view field, std::size_t most, std::string_view what) {
    std::vector<Id> all;
    for (const auto& text : texts(field, most)) {
      if (auto id = Id::parse(text))
        all.push_back(std::move(*id));
      else if (!error_)
        error_ = Error{ErrorCode::not_found, "No such " + std::string(what)};
    }
    return all;
  }
  /// Whole seconds from `least` to `most`.
  [[nodiscard]] std::optional<std::chrono::seconds> optional_seconds(std::string_view field, std::chrono::seconds least,
                                                                     std::chrono::seconds most);
  [[nodiscard]] std::optional<std::uint64_t> optional_number(std::string_view field);
  /// From `least` to `most`, both included.
  [[nodiscard]] std::optional<std::uint64_t> number_within(std::string_view field, std::uint64_t least,
                                                           std::uint64_t most);
  /// `wait`, seconds; none is zero.
  [[nodiscard]] std::chrono::seconds wait();
  /// `requestId`, on routes where it is not read before the handler.
  [[nodiscard]] std::optional<std::string> request_id();
  [[nodiscard]] std::optional<bool> optional_flag(std::string_view field);
  /// An array of at most `most` texts.
  [[nodiscard]] std::optional<std::vector<std::string>> optional_texts(std::string_view field, std::size_t most);
  [[nodiscard]] std::vector<std::string> required_texts(std::string_view field, std::size_t most);
  /// A text of at most `most` bytes that is a secret.
  [[nodiscard]] std::optional<SecretBytes> optional_secret(std::string_view field, std::size_t most);
  [[nodiscard]] Role role(std::string_view field);
  [[nodiscard]] std::optional<Bytes> base64(std::string_view field);
  /// `value`, a text, or `fields`, an object of texts.
  [[nodiscard]] vault::NewValue value();
  /// `fields` alone, or nothing, beside values that are generated.
  [[nodiscard]] vault::NewValue fixed_fields();
  [[nodiscard]] const Json* optional_object(std::string_view field);
  /// `publicKey` of the algorithm that `algorithm` names, `otherwise` without it.
  [[nodiscard]] std::optional<crypto::PublicKey> public_key(std::optional<Algorithm> otherwise);

  [[nodiscard]] bool has(std::string_view field) { return take(field) != nullptr; }
  void fail(std::string_view field, std::string message);
  /// Null: everything was as it should be, and nothing was left over.
  [[nodiscard]] std::optional<Error> error() const;

 private:
  const Json* take(std::string_view field);
  vault::NewValue fields(const Json& object);
  const Json& body_;
  Unknown unknown_;
  std::set<std::string, std::less<>> read_;
  std::optional<Error> error_;
};

}  // namespace signet::api
