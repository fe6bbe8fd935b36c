// SPDX-License-Identifier: Apache-2.0
// audit verify: with a file and public keys, and no server.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"
#include "mapped_file.hpp"
#include "signet/client/audit_verification.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

constexpr std::size_t kMostKeys = 64 * 1'024;

std::string sentence(const client::AuditFault& fault) {
  if (fault.first == 0) return fault.what;
  if (fault.first == fault.last) return fmt::format("record {}: {}", fault.first, fault.what);
  return fmt::format("records {} to {}: {}", fault.first, fault.last, fault.what);
}

}  // namespace

Action define_audit_verify(CLI::App& command) {
  const auto file = positional(command, "FILE", "What signet admin audit export --format proof wrote");
  const auto key_file = required_option(command, "--keys", "FILE", "What signet admin audit keys printed, kept since");
  const auto seen_file = option(command, "--seen", "FILE", "Checkpoints that came another way: a witness file");
  return [=](Session& session) -> Result<void> {
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
    const auto log = MappedFile::open(*file);
    if (!log) return std::unexpected(log.error());
    client::AuditVerifier verifier(*keys, std::move(seen));
    verifier.feed(as_text(log->bytes()));
    const auto verified = verifier.finish();
    if (!verified) return fail(sentence(verified.error()));
    if (session.json() || session.prints_field())
      return session.show(
          {text("origin", verified->origin), number("records", verified->records), text("root", verified->root)});
    session.done(fmt::format("{}: all {} records are as they were signed", verified->origin, verified->records));
    return {};
  };
}

}  // namespace signet::cli
