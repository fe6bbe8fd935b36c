// SPDX-License-Identifier: Apache-2.0
// The proof of who asked, on the first line, and behind it the record that it should be about: what holds is what the
// record has the digest of, and nothing was signed by a key that nobody has.
#include "fuzz/require.hpp"
#include "signet/client/audit_verification.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"

#include <array>

using namespace signet;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::array nobody{crypto::PrivateKey::generate(Algorithm::ed25519).public_key()};
  static const std::array nobodies{nobody[0], crypto::PrivateKey::generate(Algorithm::mldsa44).public_key()};
  const auto text = as_text({data, size});
  const auto end = text.find('\n');
  const auto proof = client::parse_write_proof(text.substr(0, end));
  if (!proof) return 0;
  testing::require(!client::verify_write_proof(*proof, ""));
  if (end != std::string_view::npos) {
    const auto record = text.substr(end + 1);
    static_cast<void>(client::verify_write_proof(*proof, record));
    testing::require(!client::verify_write_proof(*proof, record, nobody));
  }
  const auto signature = from_base64(proof->signature), salt = from_base64(proof->salt);
  const bool whole = signature && salt && salt->size() == crypto::Sha256().size();
  const auto digest = whole ? to_base64(crypto::sha256({as_bytes(proof->payload), *signature, *salt})) : std::string();
  const auto right =
      to_public_text(Json{{"seq", proof->record}, {"log", json_text(proof->log)}, {"proof", json_text(digest)}});
  testing::require(client::verify_write_proof(*proof, right).has_value() == whole);
  testing::require(!client::verify_write_proof(*proof, right, nobody));
  testing::require(!client::verify_write_proof(*proof, right, nobodies));
  return 0;
}
