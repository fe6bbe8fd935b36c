// SPDX-License-Identifier: Apache-2.0
// Checkpoints of logs, and proofs against them.
#include "ask_log.hpp"
#include "definitions.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using OptionalNumber = std::shared_ptr<std::optional<std::uint64_t>>;

OptionalNumber number_option(CLI::App& command, const std::string& name, const std::string& help) {
  auto number = std::make_shared<std::optional<std::uint64_t>>();
  command.add_option(name, *number, help)->type_name("NUMBER");
  return number;
}

}  // namespace

Record describe(const client::AuditCheckpoint& checkpoint) {
  return {text("origin", checkpoint.origin), number("size", checkpoint.size),        text("root", checkpoint.root),
          text("note", checkpoint.note),     time("signedAt", checkpoint.signed_at), texts("keys", checkpoint.keys)};
}

Record describe(const client::AuditInclusion& proof) {
  return {number("record", proof.record), number("size", proof.size), text("root", proof.root),
          text("leaf", proof.leaf), texts("hashes", proof.hashes)};
}

Record describe(const client::AuditConsistency& proof) {
  return {number("from", proof.from), number("to", proof.to), text("fromRoot", proof.from_root),
          text("root", proof.root), texts("hashes", proof.hashes)};
}

Record describe(const client::WriteProof& proof) {
  return {text("log", proof.log), number("record", proof.record), text("payload", proof.payload),
          text("signature", proof.signature), text("salt", proof.salt)};
}

Action define_audit_checkpoint(CLI::App& command) {
  const auto everywhere = everywhere_flag(command);
  const auto size = number_option(command, "--size", "The one over so many records, if it was kept");
  return [=](Session& session) -> Result<void> {
    return ask_log(session, *everywhere, [&](auto& log) { return session.show_result(log.audit_checkpoint(*size)); });
  };
}

Action define_audit_keys(CLI::App& command) {
  const auto everywhere = everywhere_flag(command);
  return [=](Session& session) -> Result<void> {
    return ask_log(session, *everywhere, [&](auto& log) -> Result<void> {
      const auto checkpoint = log.audit_checkpoint();
      if (!checkpoint) return std::unexpected(checkpoint.error());
      if (session.json() || session.prints_field())
        return session.show({text("origin", checkpoint->origin), texts("keys", checkpoint->keys)});
      for (const auto& key : checkpoint->keys) session.console().out(key + "\n");
      return {};
    });
  };
}

Action define_audit_inclusion(CLI::App& command) {
  const auto record = number_positional(command, "RECORD", "The number of the record");
  const auto size = number_option(command, "--size", "In the log when it had so many records");
  const auto everywhere = everywhere_flag(command);
  return [=](Session& session) -> Result<void> {
    return ask_log(session, *everywhere,
                   [&](auto& log) { return session.show_result(log.audit_inclusion(*record, *size)); });
  };
}

Action define_audit_consistency(CLI::App& command) {
  const auto from = number_positional(command, "FROM", "How many records the log had");
  const auto root = option(command, "--root", "BASE64", "Its root then, as you kept it");
  const auto to = number_option(command, "--to", "How many it had later");
  const auto everywhere = everywhere_flag(command);
  return [=](Session& session) -> Result<void> {
    return ask_log(session, *everywhere, [&](auto& log) -> Result<void> {
      const auto proof = log.audit_consistency(*from, *to);
      if (proof && !root->empty() && proof->from_root != *root)
        return fail("the log is not the one that you saw: with so many records its root is " + proof->from_root);
      return session.show_result(proof);
    });
  };
}

Action define_audit_proof(CLI::App& command) {
  const auto record = number_positional(command, "RECORD", "The number of the record");
  const auto everywhere = everywhere_flag(command);
  return [=](Session& session) -> Result<void> {
    return ask_log(session, *everywhere, [&](auto& log) { return session.show_result(log.write_proof(*record)); });
  };
}

Action define_audit_delete_proof(CLI::App& command) {
  const auto record = number_positional(command, "RECORD", "The number of the record");
  const auto everywhere = everywhere_flag(command);
  const auto dry_run = flag(command, "--dry-run", "Only show what would be gone");
  const Confirmation confirmation(command);
  return [=](Session& session) -> Result<void> {
    return ask_log(session, *everywhere, [&](auto& log) -> Result<void> {
      if (*dry_run) return session.show_result(log.write_proof(*record));
      const auto question = fmt::format("Nobody will be able to prove who asked for what record {} says.", *record);
      if (const auto sure = confirmation.ask(session, question); !sure) return sure;
      return session.done_result(log.delete_write_proof(*record), "deleted");
    });
  };
}

}  // namespace signet::cli
