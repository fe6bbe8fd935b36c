// SPDX-License-Identifier: Apache-2.0
// token verify and token prove: identity tokens, for who relies on them and for the machine that has one.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"
#include "key_files.hpp"
#include "signet/client/identity_tokens.hpp"
#include "signet/client/private_file.hpp"
#include "signet/crypto/token.hpp"
#include "signet/schema/encoding.hpp"

#include <chrono>

namespace signet::cli {
namespace {

constexpr std::size_t kMaxChallenge = 1'024;
constexpr std::size_t kMaxProof = 64 * 1'024;

Result<std::string> read_text(Session& session, const std::string& file, std::size_t most) {
  const auto input = read_input(session.console(), file, most);
  if (!input) return std::unexpected(input.error());
  return std::string(trimmed(*input).expose_text());
}

Result<void> check_challenge(const std::string& challenge) {
  if (challenge.size() < 16 || challenge.size() > kMaxChallenge) {
    return fail("a challenge is 16 to 1024 bytes that nobody used before");
  }
  return {};
}

Result<void> check_proof(Session& session, const crypto::TokenClaims& claims, const std::string& token,
                         const std::string& challenge, const std::string& machine_file, const std::string& proof_file) {
  if (const auto good = check_challenge(challenge); !good) return good;
  const auto machine = load_public_key(machine_file);
  if (!machine) return std::unexpected(machine.error());
  const auto text = read_text(session, proof_file, kMaxProof);
  if (!text) return std::unexpected(text.error());
  const auto proof = from_base64(*text);
  if (!proof || !crypto::verify_token_proof(claims, token, challenge, *machine, *proof)) {
    return fail("the machine of this token did not sign this challenge");
  }
  return {};
}

Result<client::IdentityKeys> load_keys(const std::string& file, const std::string& issuer) {
  if (file.empty() || issuer.empty()) return fail("say --key and --issuer, or --fetch with --url and --vault");
  const auto key = load_public_key(file);
  if (!key) return std::unexpected(key.error());
  return client::IdentityKeys{.issuer = issuer, .keys = {*key}};
}

Result<client::IdentityKeys> fetch_keys(const Session& session, const std::string& file, const std::string& issuer) {
  if (!file.empty() || !issuer.empty()) return fail("--fetch takes neither --key nor --issuer");
  const auto vault = session.chosen_vault();
  if (session.url().empty() || vault.empty()) return fail("--fetch needs --url and --vault");
  return client::fetch_identity_keys(session.url(), vault, session.connect());
}

Record describe_claims(const crypto::TokenClaims& claims) {
  const auto at = [](std::int64_t seconds) { return client::Time(std::chrono::seconds(seconds)); };
  return {text("issuer", claims.issuer),        text("audience", claims.audience),
          text("subject", claims.subject),      text("tokenId", claims.id),
          time("issuedAt", at(claims.issued_at)), time("notBefore", at(claims.not_before)),
          time("expiresAt", at(claims.expires_at)), text("fingerprint", to_hex(claims.key))};
}

}  // namespace

Action define_token_verify(CLI::App& command) {
  const auto file = positional(command, "TOKEN", "A file with the token; - reads it from standard input");
  const auto fetch = flag(command, "--fetch", "By the keys of the vault that --url and --vault name, fetched there");
  const auto key_file = option(command, "--key", "FILE", "The issuer's public key");
  const auto issuer = option(command, "--issuer", "NAME", "Who must have issued it");
  const auto audience = required_option(command, "--audience", "NAME", "Whom it must be for");
  const auto challenge = option(command, "--challenge", "TEXT", "What the machine was asked to sign");
  const auto machine = option(command, "--machine-key", "FILE", "The machine's public key");
  const auto proof = option(command, "--proof", "FILE", "What signet token prove printed");
  for (const char* one : {"--challenge", "--machine-key", "--proof"}) {
    for (const char* other : {"--challenge", "--machine-key", "--proof"}) {
      if (std::string_view(one) != other) command.get_option(one)->needs(other);
    }
  }
  return [=](Session& session) -> Result<void> {
    const auto token = read_text(session, *file, crypto::kLongestToken + 2);
    if (!token) return std::unexpected(token.error());
    const auto keys = *fetch ? fetch_keys(session, *key_file, *issuer) : load_keys(*key_file, *issuer);
    if (!keys) return std::unexpected(keys.error());
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto claims = client::verify_identity_token(*token, *keys, *audience, now);
    if (!claims) return std::unexpected(claims.error());
    if (challenge->empty()) {
      session.hint(
          "Who has a token is not yet its machine: ask for a proof over a challenge of your own (--challenge).");
    } else if (const auto good = check_proof(session, *claims, *token, *challenge, *machine, *proof); !good) {
      return good;
    }
    return session.show(describe_claims(*claims));
  };
}

Action define_token_prove(CLI::App& command) {
  const auto file = positional(command, "TOKEN", "A file with the token; - reads it from standard input");
  const auto key_file = required_option(command, "--key", "FILE", "The machine's private key");
  const auto challenge = required_option(command, "--challenge", "TEXT", "What the other side wants signed");
  return [=](Session& session) -> Result<void> {
    if (const auto good = check_challenge(*challenge); !good) return good;
    const auto token = read_text(session, *file, crypto::kLongestToken + 2);
    if (!token) return std::unexpected(token.error());
    const auto key = client::load_private_key(*key_file);
    if (!key) return std::unexpected(key.error());
    const auto proof = to_base64(key->sign(crypto::token_proof_message(*token, *challenge)));
    if (session.json() || session.prints_field()) return session.show(Record{cli::text("proof", proof)});
    session.console().out(proof + "\n");
    return {};
  };
}

}  // namespace signet::cli
