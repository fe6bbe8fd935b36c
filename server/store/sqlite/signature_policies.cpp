// SPDX-License-Identifier: Apache-2.0
// Lists of algorithms are their identifiers, a byte each; lists of pinned keys their fingerprints, 32 bytes each. NULL
// is no list, which is not an empty one.
#include "sqlite/signature_policies.hpp"

#include <algorithm>

namespace signet::store {
namespace {

constexpr char kColumns[] = "min_level, allowed, max_key_age_s, pinned, families";
constexpr auto kLoad =
    remembered_sql("SELECT ", kColumns, " FROM signature_policies WHERE subject = ?1 AND signed_by = ?2");
constexpr auto kListAround = remembered_sql("SELECT ", kColumns,
                                            " FROM signature_policies WHERE subject IN (?1, ?2, ?3) AND signed_by = 1");
constexpr auto kListBelow = sql("SELECT ", kColumns,
                                ", subject FROM signature_policies WHERE vault_id = ?1 AND subject <> ?1 AND "
                                "signed_by = 1");
constexpr auto kPut =
    sql("INSERT OR REPLACE INTO signature_policies (subject, signed_by, vault_id, min_level, allowed, max_key_age_s, "
        "pinned, families) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
constexpr auto kRemove = sql("DELETE FROM signature_policies WHERE subject = ?1 AND signed_by = ?2");

SignaturePolicy read_policy(const Query& row) {
  SignaturePolicy policy{.min_level = static_cast<unsigned>(row.integer(0)),
                         .families = static_cast<unsigned>(row.integer(4))};
  if (!row.is_null(1)) {
    policy.allowed.emplace();
    for (const auto id : row.blob(1)) policy.allowed->push_back(static_cast<Algorithm>(id));
  }
  if (!row.is_null(2)) policy.max_key_age = std::chrono::seconds(row.integer(2));
  if (!row.is_null(3)) {
    const auto prints = row.blob(3);
    if (prints.size() % sizeof(KeyPrint) != 0) row.corrupt(3);
    policy.pinned.emplace(prints.size() / sizeof(KeyPrint));
    for (std::size_t i = 0; i < policy.pinned->size(); ++i)
      std::copy_n(prints.begin() + static_cast<std::ptrdiff_t>(i * sizeof(KeyPrint)), sizeof(KeyPrint),
                  (*policy.pinned)[i].begin());
  }
  return policy;
}

}  // namespace

SignaturePolicy SqliteSignaturePolicyReads::load(const std::string& subject, SignedBy by) {
  Query row(db_, kLoad, subject, static_cast<int>(by));
  return row.step() ? read_policy(row) : SignaturePolicy{};
}

std::vector<SignaturePolicy> SqliteSignaturePolicyReads::list_around(const VaultId& vault, const ProjectId& project,
                                                                     const SecretId& secret) {
  std::vector<SignaturePolicy> policies;
  Query rows(db_, kListAround, vault, project, secret);
  while (rows.step()) policies.push_back(read_policy(rows));
  return policies;
}

std::vector<PlacedPolicy> SqliteSignaturePolicyReads::list_below(const VaultId& vault) {
  std::vector<PlacedPolicy> all;
  Query rows(db_, kListBelow, vault);
  while (rows.step()) all.push_back({.subject = rows.text(5), .policy = read_policy(rows)});
  return all;
}

void SqliteSignaturePolicyWrites::put(const VaultId& vault, const std::string& subject, SignedBy by,
                                      const SignaturePolicy& policy) {
  std::optional<Bytes> allowed, pinned;
  std::optional<std::int64_t> age;
  if (policy.allowed) {
    allowed.emplace();
    for (const auto algorithm : *policy.allowed) allowed->push_back(static_cast<std::uint8_t>(algorithm));
  }
  if (policy.max_key_age) age = policy.max_key_age->count();
  if (policy.pinned) {
    pinned.emplace();
    for (const auto& print : *policy.pinned) pinned->insert(pinned->end(), print.begin(), print.end());
  }
  writer_.write_one(kPut, subject, static_cast<int>(by), vault, policy.min_level, allowed, age, pinned,
                    policy.families);
}

void SqliteSignaturePolicyWrites::remove(const std::string& subject, SignedBy by) {
  writer_.write(kRemove, subject, static_cast<int>(by));
}

}  // namespace signet::store
