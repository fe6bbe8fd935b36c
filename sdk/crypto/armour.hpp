// SPDX-License-Identifier: Apache-2.0
// PEM, read strictly (RFC 7468's strict form): blocks and nothing else; no headers in them; lines of 64 characters but
// the last; canonical base64; LF or CRLF throughout; only the very last line end may be missing.
#pragma once

#include "signet/crypto/keys.hpp"

#include <optional>

namespace signet::crypto {

struct ArmourBlock {
  std::string_view label;
  SecretBytes content;
};

/// Reads one block after the other. The text must outlive the reader and the labels.
class ArmourReader {
 public:
  explicit ArmourReader(std::string_view text);
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] std::expected<ArmourBlock, KeyError> next();

 private:
  std::optional<std::string_view> take_line();

  std::string_view rest_;
  bool crlf_;
};

/// One block, with LF.
[[nodiscard]] SecretBytes armour(std::string_view label, ByteView content);

}  // namespace signet::crypto
