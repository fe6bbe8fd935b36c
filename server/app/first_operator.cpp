// SPDX-License-Identifier: Apache-2.0
#include "first_operator.hpp"

#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"

#include <fmt/format.h>

#include <fstream>

namespace signet::app {
namespace {

constexpr Algorithm kMadeHere = Algorithm::mldsa65;

Result<crypto::PublicKey> read_public_key(const std::filesystem::path& file) {
  constexpr std::size_t kMost = 64 * 1'024;
  std::string pem(kMost + 1, '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(pem.data(), static_cast<std::streamsize>(pem.size()));
  if (stream.bad() || stream.gcount() == 0)
    return fail(ExitCode::usage, fmt::format("--operator-key: {} cannot be read", file.string()));
  pem.resize(static_cast<std::size_t>(stream.gcount()));
  if (pem.size() > kMost)
    return fail(ExitCode::usage, fmt::format("--operator-key: {} is too large for a public key", file.string()));
  auto key = crypto::PublicKey::from_pem(pem);
  if (!key) return fail(ExitCode::usage, fmt::format("--operator-key: {}: {}", file.string(), key.error().message));
  return std::move(*key);
}

}  // namespace

Result<ProvenKey> check_given(const GivenKey& given, std::string_view id_flag) {
  auto id = OperatorId::parse(given.operator_id);
  if (!id)
    return fail(ExitCode::usage,
                fmt::format("{}: {} is not a lower-case UUID of version 4", id_flag, given.operator_id));
  auto key = read_public_key(given.public_key);
  if (!key) return std::unexpected(key.error());
  const auto proof = from_base64(given.proof);
  if (!proof) return fail(ExitCode::usage, "--operator-proof: this is not base64");
  if (!crypto::verify_proof(crypto::ProofPurpose::operator_, id->str(), *key, *proof))
    return fail(ExitCode::usage,
                "--operator-proof: this is not a proof by this key for this id: make it with `signet key prove` on the "
                "machine that has the private key");
  return ProvenKey{std::move(*id), std::move(*key)};
}

Result<FirstOperator> first_operator(const InitRequest& request, crypto::Random& random) {
  if (request.given) {
    auto proven = check_given(*request.given, "--operator-id");
    if (!proven) return std::unexpected(proven.error());
    return FirstOperator{std::move(proven->id), request.operator_name, std::move(proven->key), std::nullopt};
  }
  auto key = crypto::PrivateKey::generate(kMadeHere);
  auto public_key = key.public_key();
  return FirstOperator{OperatorId::make(random), request.operator_name, std::move(public_key), std::move(key)};
}

Result<void> write_operator(Made& made, const std::filesystem::path& folder, const FirstOperator& who,
                            const NewInstallation& installation) {
  // The key is named from where it lies, so that the folder can be moved.
  constexpr auto kKeyFile = "private.pem";
  const Json identity{{"operatorId", json_text(who.id.str())},
                      {"operatorName", json_text(who.name)},
                      {"installationId", json_text(installation.id.str())},
                      {"vaultId", json_text(installation.vault.str())},
                      {"apiUrl", json_text(installation.api_url)},
                      {"privateKeyPath", json_text(kKeyFile)}};
  if (auto done = made.empty_folder(folder); !done) return done;
  if (auto done = made.file(folder / kKeyFile, who.private_key->to_pem().expose()); !done) return done;
  return made.file(folder / "operator.json", as_bytes(to_public_text(identity) + "\n"));
}

}  // namespace signet::app
