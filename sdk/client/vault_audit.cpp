// SPDX-License-Identifier: Apache-2.0
// The log of a vault, and how much its machines read.
#include "audit_proofs.hpp"
#include "decode.hpp"
#include "signet/client/vault_admin.hpp"
#include "vault_requests.hpp"

#include <utility>

namespace signet::client {
namespace {

std::optional<Bucket> parse_bucket(std::string_view name) {
  for (const auto bucket : {Bucket::hour, Bucket::day}) {
    if (name_of(bucket) == name) return bucket;
  }
  return std::nullopt;
}

ReadCount read_count(ObjectReader& object) { return {.at = object.time("at"), .reads = object.number("reads")}; }

Activity read_activity(ObjectReader& object) {
  return {.from = object.time("from"),
          .to = object.time("to"),
          .bucket = object.word<Bucket>("bucket", parse_bucket),
          .items = object.items(std::string_view("items"), read_count)};
}

}  // namespace

std::string_view name_of(AuditFormat format) {
  switch (format) {
    case AuditFormat::jsonl: return "jsonl";
    case AuditFormat::csv: return "csv";
    case AuditFormat::proof: return "proof";
  }
  std::unreachable();
}
std::string_view name_of(Bucket bucket) { return bucket == Bucket::day ? "day" : "hour"; }

Result<Page<AuditRecord>> VaultAdmin::audit(const AuditFilter& filter, const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "audit").filter(filter).page(page)), read_audit_record);
}

Result<void> VaultAdmin::export_audit(AuditFormat format, const AuditFilter& filter, const Sink& sink) {
  auto target = in(vault_id_) / "audit" / "export";
  return exchange_->stream(target.query("format", name_of(format)).filter(filter), sink);
}

Result<AuditCheckpoint> VaultAdmin::audit_checkpoint(std::optional<std::uint64_t> size) {
  return ask_checkpoint(*exchange_, in(vault_id_) / "audit", size);
}

Result<AuditInclusion> VaultAdmin::audit_inclusion(std::uint64_t record, std::optional<std::uint64_t> size) {
  return ask_inclusion(*exchange_, in(vault_id_) / "audit", record, size);
}

Result<AuditConsistency> VaultAdmin::audit_consistency(std::uint64_t from, std::optional<std::uint64_t> to) {
  return ask_consistency(*exchange_, in(vault_id_) / "audit", from, to);
}

Result<WriteProof> VaultAdmin::write_proof(std::uint64_t record) {
  return ask_write_proof(*exchange_, in(vault_id_) / "audit", record);
}

Result<void> VaultAdmin::delete_write_proof(std::uint64_t record) {
  return client::delete_write_proof(*exchange_, in(vault_id_) / "audit", record);
}

Result<Activity> VaultAdmin::activity(const ActivityRequest& request) {
  return decode(exchange_->read((in(vault_id_) / "activity").activity(request)), read_activity);
}

}  // namespace signet::client
