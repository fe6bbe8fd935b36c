// SPDX-License-Identifier: Apache-2.0
#include "signet/crypto/ssh_certificate.hpp"

#include "ed25519.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace signet::crypto {
namespace {

constexpr std::string_view kKeyType = "ssh-ed25519";
constexpr std::string_view kCertificateType = "ssh-ed25519-cert-v01@openssh.com";
constexpr std::uint32_t kUserCertificate = 1;
constexpr std::size_t kNonce = 32;
constexpr std::size_t kKeyBlob = 4 + kKeyType.size() + 4 + ed25519::kPublicKey;
constexpr std::size_t kMaxComment = 255;

/// The wire forms of RFC 4251, section 5.
class Wire {
 public:
  Wire& u32(std::uint64_t value) { return number(value, 4); }
  Wire& u64(std::uint64_t value) { return number(value, 8); }
  Wire& string(ByteView value) {
    u32(value.size());
    bytes_.insert(bytes_.end(), value.begin(), value.end());
    return *this;
  }
  Wire& string(std::string_view value) { return string(as_bytes(value)); }
  [[nodiscard]] ByteView bytes() const { return bytes_; }

 private:
  Wire& number(std::uint64_t value, int octets) {
    for (int shift = (octets - 1) * 8; shift >= 0; shift -= 8)
      bytes_.push_back(static_cast<std::uint8_t>(value >> shift));
    return *this;
  }
  Bytes bytes_;
};

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c <= 0x7e; });
}

Wire key_blob(const PublicKey& key) { return Wire().string(kKeyType).string(key.raw()); }

Wire list_of(const std::vector<std::string>& texts) {
  Wire list;
  for (const auto& text : texts) list.string(text);
  return list;
}

/// Names in byte order, as the format demands, each without data.
Wire flags_of(std::vector<std::string> names) {
  std::ranges::sort(names);
  Wire list;
  for (const auto& name : names) list.string(name).string(std::string_view());
  return list;
}

void require_ed25519(Algorithm algorithm) {
  if (algorithm != Algorithm::ed25519) throw std::invalid_argument("SSH certificates are made with Ed25519 keys here");
}

}  // namespace

std::optional<PublicKey> parse_ssh_public_key(std::string_view line) {
  if (!line.starts_with(kKeyType) || !line.substr(kKeyType.size()).starts_with(' ')) return std::nullopt;
  line.remove_prefix(kKeyType.size() + 1);
  const auto end = line.find(' ');
  if (end != std::string_view::npos) {
    const auto comment = line.substr(end + 1);
    if (comment.size() > kMaxComment || !is_printable(comment)) return std::nullopt;
    line = line.substr(0, end);
  }
  const auto blob = from_base64(line);
  if (!blob || blob->size() != kKeyBlob) return std::nullopt;
  const ByteView raw = ByteView(*blob).last(ed25519::kPublicKey);
  if (!std::ranges::equal(*blob, Wire().string(kKeyType).string(raw).bytes())) return std::nullopt;
  auto key = PublicKey::from_raw(Algorithm::ed25519, raw);
  if (!key) return std::nullopt;
  return std::move(*key);
}

std::string to_ssh_public_key(const PublicKey& key, std::string_view comment) {
  require_ed25519(key.algorithm());
  if (!is_printable(comment)) throw std::invalid_argument("a comment must be printable ASCII");
  std::string line = std::string(kKeyType) + " " + to_base64(key_blob(key).bytes());
  if (!comment.empty()) line += " " + std::string(comment);
  return line;
}

std::string ssh_fingerprint(const PublicKey& key) {
  require_ed25519(key.algorithm());
  auto text = to_base64(sha256(key_blob(key).bytes()));
  text.erase(text.find_last_not_of('=') + 1);
  return "SHA256:" + text;
}

std::string issue_ssh_certificate(const PrivateKey& authority, const PublicKey& subject,
                                  const SshCertificate& contents, Random& random) {
  require_ed25519(authority.algorithm());
  require_ed25519(subject.algorithm());
  if (contents.principals.empty())
    throw std::invalid_argument("a certificate without principals is good for everybody");
  if (contents.valid_after >= contents.valid_before)
    throw std::invalid_argument("a certificate must be good for a while");
  std::array<std::uint8_t, kNonce> nonce{};
  random.fill(nonce);
  Wire certificate;
  certificate.string(kCertificateType).string(ByteView(nonce)).string(subject.raw());
  certificate.u64(contents.serial).u32(kUserCertificate).string(contents.key_id);
  certificate.string(list_of(contents.principals).bytes());
  certificate.u64(contents.valid_after).u64(contents.valid_before);
  certificate.string(std::string_view());                         // critical options
  certificate.string(flags_of(contents.extensions).bytes());
  certificate.string(std::string_view());                         // reserved
  certificate.string(key_blob(authority.public_key()).bytes());
  certificate.string(Wire().string(kKeyType).string(authority.sign(certificate.bytes())).bytes());
  return std::string(kCertificateType) + " " + to_base64(certificate.bytes());
}

}  // namespace signet::crypto
