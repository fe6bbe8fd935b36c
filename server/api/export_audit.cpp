// SPDX-License-Identifier: Apache-2.0
// A log as a file of any size: a stretch at a time, each from a snapshot of its own, up to the record that was the
// newest at the start.
#include "audit_query.hpp"
#include "csv.hpp"
#include "export_proof.hpp"
#include "list_audit.hpp"
#include "respond.hpp"

#include <array>

namespace signet::api {
namespace {

constexpr std::array<std::string_view, 11> kColumns{"seq",       "log",      "at",       "action",
                                                    "severity",  "actorKind", "actorId", "machineId",
                                                    "secretId",  "sourceIp", "detail"};

void append_csv(std::string& out, ByteView record) {
  const auto json = parse_json_object(record);
  if (!json) throw store::CorruptStore("an audit record is not JSON");
  std::array<std::string, kColumns.size()> numbers;
  std::array<std::string_view, kColumns.size()> cells;
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    const auto* member = find_member(*json, kColumns.at(i));
    if (member == nullptr || member->is_null()) continue;
    if (member->is_string()) {
      cells.at(i) = text_of(*member);
    } else {
      cells.at(i) = numbers.at(i) = to_public_text(*member);
    }
  }
  append_csv_row(out, cells);
}

class Export {
 public:
  Export(AuditQuery query, std::int64_t last, bool csv) : query_(std::move(query)), last_(last), csv_(csv) {}

  std::optional<SecretBytes> operator()(store::Reader& reader) {
    std::string out;
    if (csv_ && !std::exchange(begun_, true)) append_csv_row(out, kColumns);
    if (seen_ == last_ && out.empty()) return std::nullopt;
    if (seen_ < last_) {
      const auto stretch = reader.snapshot()->read_audit(query_.filter, seen_, last_);
      for (const auto& row : stretch.rows) {
        if (csv_) {
          append_csv(out, row.record);
        } else {
          out += as_text(row.record);
          out += '\n';
        }
      }
      seen_ = stretch.seen;
    }
    return SecretBytes::from_text(out);
  }

 private:
  AuditQuery query_;
  std::int64_t last_;
  bool csv_;
  bool begun_ = false;
  std::int64_t seen_ = 0;
};

}  // namespace

Reply export_audit(const Call& call, const std::string& log) {
  const auto* named = call.query.find("format");
  const auto format = named ? *named : std::string("jsonl");
  if (format == "proof") return export_proof(call, log);
  auto query = read_audit_query(call.query, log, {"format"});
  if (!query) return query.error();
  if (format != "jsonl" && format != "csv") return Error{ErrorCode::invalid, "Must be jsonl, csv or proof", "format"};
  const bool csv = format == "csv";
  const auto last = query->nothing ? 0 : call.snapshot.newest_audit(log);
  call.journal.add(Action::audit_export, format + ", records up to " + std::to_string(last));
  Response response;
  response.headers.push_back({"Content-Type", csv ? "text/csv; charset=utf-8" : "application/x-ndjson"});
  response.pieces = Export(std::move(*query), last, csv);
  return response;
}

}  // namespace signet::api
