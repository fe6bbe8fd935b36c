// SPDX-License-Identifier: Apache-2.0
// Proofs of possession, for registrations that somebody else sends.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"
#include "signet/client/private_file.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"
#include "uuid.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

constexpr std::size_t kMaxToken = 4'096;

Record registration(crypto::ProofPurpose purpose, std::string_view subject, const crypto::PrivateKey& key) {
  return {text("algorithm", info(key.algorithm()).name), text("publicKey", to_base64(key.public_key().raw())),
          text("proof", to_base64(crypto::make_proof(purpose, subject, key)))};
}

Result<void> prove_operator(Session& session, const crypto::PrivateKey& key, const std::string& said) {
  if (!said.empty() && !is_uuid(said)) {
    return fail(
        fmt::format("\"{}\" is not a UUID of version 4 in lower case; leave --operator-id out to get one", said));
  }
  const std::string id = said.empty() ? make_uuid(crypto::system_random()) : said;
  auto record = registration(crypto::ProofPurpose::operator_, id, key);
  record.insert(record.begin(), text("operatorId", id));
  const auto shown = session.show(record);
  session.hint(
      "Give this, with --json, to an owner of the vault, who runs signet admin operator add FILE; or to signetd init.\n"
      "Keep the id: signet admin setup asks for it.");
  return shown;
}

Result<void> prove_enrolment(Session& session, const crypto::PrivateKey& key, const std::string& file) {
  const auto token = read_input(session.console(), file, kMaxToken);
  if (!token) return std::unexpected(token.error());
  const auto text = trimmed(*token);
  if (text.empty()) return fail("the token is empty");
  return session.show(registration(crypto::ProofPurpose::enrol, text.expose_text(), key));
}

}  // namespace

Action define_key_prove(CLI::App& command) {
  const auto file = required_option(command, "--key", "FILE", "The private key, PEM");
  // Not the option of the same name that says which operator runs a command.
  const auto operator_ =
      flag(command, "--operator", "Register as an operator: prints operatorId, algorithm, publicKey, proof");
  const auto id = option(command, "--operator-id", "UUID", "An id that was chosen before (a new one)");
  const auto token_file =
      option(command, "--token-file", "FILE",
             "Enrol a machine by other means: prints algorithm, publicKey, proof; - reads the token "
             "from standard input");
  command.get_option("--token-file")->excludes("--operator")->excludes("--operator-id");
  command.get_option("--operator-id")->needs("--operator");
  return [=](Session& session) -> Result<void> {
    if (!*operator_ && token_file->empty()) return fail("prove what? Say --operator, or --token-file FILE");
    const auto key = client::load_private_key(*file);
    if (!key) return std::unexpected(key.error());
    return *operator_ ? prove_operator(session, *key, *id) : prove_enrolment(session, *key, *token_file);
  };
}

}  // namespace signet::cli
