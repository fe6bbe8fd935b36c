// SPDX-License-Identifier: Apache-2.0
#include "armour.hpp"

#include "signet/schema/encoding.hpp"

#include <algorithm>
#include <utility>

namespace signet::crypto {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";
constexpr std::size_t kLine = 64;
constexpr std::size_t kLongestText = 16 * 1'024;  // the longest key takes a third of it

std::unexpected<KeyError> refuse(std::string message) { return std::unexpected(KeyError{std::move(message)}); }

std::optional<std::string_view> find_label(std::string_view line, std::string_view before) {
  if (!line.starts_with(before) || !line.ends_with(kDashes) || line.size() <= before.size() + kDashes.size()) {
    return std::nullopt;
  }
  return line.substr(before.size(), line.size() - before.size() - kDashes.size());
}

}  // namespace

ArmourReader::ArmourReader(std::string_view text) : rest_(text), crlf_(text.contains('\r')) {}

/// Without its end. A carriage return that stands elsewhere stays in the line, where nothing allows it.
std::optional<std::string_view> ArmourReader::take_line() {
  if (rest_.empty()) return std::nullopt;
  const std::size_t end = rest_.find('\n');
  if (end == std::string_view::npos) return std::exchange(rest_, {});
  std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  if (!crlf_) return line;
  if (!line.ends_with('\r')) return std::nullopt;
  line.remove_suffix(1);
  return line;
}

std::expected<ArmourBlock, KeyError> ArmourReader::next() {
  if (rest_.size() > kLongestText) return refuse("this file is longer than any key");
  const auto begin = take_line();
  const auto label = begin ? find_label(*begin, kBegin) : std::nullopt;
  if (!label) return refuse("this is not PEM: it must begin with a line -----BEGIN ...-----, with nothing before it");

  SecretBytes base64;
  base64.reserve(rest_.size());
  bool last = false;
  while (const auto line = take_line()) {
    if (line->starts_with(kEnd)) {
      if (find_label(*line, kEnd) != label) break;
      auto content = secret_from_base64(base64.expose_text());
      if (!content || content->empty()) return refuse("the base64 in this PEM block is damaged");
      return ArmourBlock{*label, std::move(*content)};
    }
    if (last || line->empty() || line->size() > kLine)
      return refuse("a line of this PEM block does not have 64 characters");
    last = line->size() < kLine;
    base64.append(as_bytes(*line));
  }
  return refuse("this PEM block has no line -----END ...----- of its kind, or its line ends differ");
}

SecretBytes armour(std::string_view label, ByteView content) {
  const SecretBytes base64 = secret_to_base64(content);
  SecretBytes text;
  text.reserve(base64.size() + base64.size() / kLine + 2 * label.size() + 40);
  const auto put = [&text](std::string_view part) { text.append(as_bytes(part)); };
  put(kBegin), put(label), put(kDashes), put("\n");
  for (std::string_view rest = base64.expose_text(); !rest.empty(); rest.remove_prefix(std::min(kLine, rest.size()))) {
    put(rest.substr(0, kLine)), put("\n");
  }
  put(kEnd), put(label), put(kDashes), put("\n");
  return text;
}

}  // namespace signet::crypto
