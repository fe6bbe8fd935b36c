// SPDX-License-Identifier: Apache-2.0
// audit verify: with a file and public keys, and no server.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"
#include "key_files.hpp"
#include "mapped_file.hpp"
#include "signet/client/audit_verification.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

constexpr std::size_t kMostKeys = 64 * 1'024;
constexpr std::size_t kMostProof = 64 * 1'024;

std::string sentence(const client::AuditFault& fault) {
  if (fault.first == 0) return fault.what;
  if (fault.first == fault.last) return fmt::format("record {}: {}", fault.first, fault.what);
  return fmt::format("records {} to {}: {}", fault.first, fault.last, fault.what);
}

/// Who asked for one change.
struct AskedFor {
  std::optional<client::WriteProof> proof = {};
  std::vector<crypto::PublicKey> signers = {};
};

Result<AskedFor> read_asked_for(Session& session, const std::string& proof_file,
                                const std::vector<std::string>& signer_files) {
  AskedFor asked;
  if (proof_file.empty()) return asked;
  const auto text = read_input(session.console(), proof_file, kMostProof);
  if (!text) return std::unexpected(text.error());
  auto proof = client::parse_write_proof(text->expose_text());
  if (!proof) return std::unexpected(proof.error());
  asked.proof = std::move(*proof);
  for (const auto& file : signer_files) {
    auto signer = load_public_key(file);
    if (!signer) return std::unexpected(signer.error());
    asked.signers.push_back(std::move(*signer));
  }
  return asked;
}

}  // namespace

Action define_audit_verify(CLI::App& command) {
  const auto files = std::make_shared<std::vector<std::string>>();
  command
      .add_option("FILE", *files, "What signet admin audit export --format proof wrote; archives before it, in order")
      ->required();
  const auto key_file = required_option(command, "--keys", "FILE", "What signet admin audit keys printed, kept since");
  const auto seen_file = option(command, "--seen", "FILE", "Checkpoints that came another way: a witness file");
  const auto proof_file = option(command, "--proof", "FILE", "Who asked for a change: what signet admin audit proof "
                                                             "--json printed");
  const auto signer_files = options(command, "--signer", "FILE", "The public key, PEM, of who is said to have asked; "
                                                                 "each of a keyset");
  command.get_option("--signer")->needs("--proof");
  return [=](Session& session) -> Result<void> {
    const auto asked = read_asked_for(session, *proof_file, *signer_files);
    if (!asked) return std::unexpected(asked.error());
    const auto text_of_keys = read_input(session.console(), *key_file, kMostKeys);
    if (!text_of_keys) return std::unexpected(text_of_keys.error());
    const auto keys = client::read_note_keys(text_of_keys->expose_text());
    if (!keys) return std::unexpected(keys.error());
    std::vector<crypto::Checkpoint> seen;
    if (!seen_file->empty()) {
      const auto witness = MappedFile::open(*seen_file);
      if (!witness) return std::unexpected(witness.error());
      auto read = client::read_checkpoints(as_text(witness->bytes()), *keys);
      if (!read) return std::unexpected(read.error());
      seen = std::move(*read);
    }
    client::AuditVerifier verifier(*keys, std::move(seen));
    if (asked->proof) verifier.keep(asked->proof->record);
    for (const auto& file : *files) {
      const auto log = MappedFile::open(file);
      if (!log) return std::unexpected(log.error());
      if (&file != &files->front()) verifier.next_file();
      verifier.feed(as_text(log->bytes()));
    }
    const auto verified = verifier.finish();
    if (!verified) return fail(sentence(verified.error()));
    if (asked->proof) {
      const auto held =
          client::verify_write_proof(*asked->proof, verifier.kept(), asked->signers);
      if (!held) return held;
    }
    if (session.json() || session.prints_field())
      return session.show({text("origin", verified->origin), number("first", verified->first),
                           number("records", verified->records), text("root", verified->root)});
    const auto what = verified->first == 1 ? fmt::format("all {} records", verified->records)
                                           : fmt::format("records {} to {}", verified->first, verified->records);
    session.done(fmt::format("{}: {} are as they were signed", verified->origin, what));
    if (asked->proof)
      session.done(fmt::format("record {}: is about what was signed{}", asked->proof->record,
                               asked->signers.empty()       ? ""
                               : asked->signers.size() == 1 ? " with this key"
                                                            : " by this keyset"));
    return {};
  };
}

}  // namespace signet::cli
