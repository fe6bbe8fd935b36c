// SPDX-License-Identifier: Apache-2.0
// The log of a vault, and how much its machines read.
#include "decode.hpp"
#include "signet/client/vault_admin.hpp"
#include "vault_requests.hpp"

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

std::string_view name_of(AuditFormat format) { return format == AuditFormat::csv ? "csv" : "jsonl"; }
std::string_view name_of(Bucket bucket) { return bucket == Bucket::day ? "day" : "hour"; }

Result<Page<AuditRecord>> VaultAdmin::audit(const AuditFilter& filter, const PageRequest& page) {
  return decode_page(exchange_->read((in(vault_id_) / "audit").filter(filter).page(page)), read_audit_record);
}

Result<void> VaultAdmin::export_audit(AuditFormat format, const AuditFilter& filter, const Sink& sink) {
  auto target = in(vault_id_) / "audit" / "export";
  return exchange_->stream(target.query("format", name_of(format)).filter(filter), sink);
}

Result<Activity> VaultAdmin::activity(const ActivityRequest& request) {
  return decode(exchange_->read((in(vault_id_) / "activity").activity(request)), read_activity);
}

}  // namespace signet::client
