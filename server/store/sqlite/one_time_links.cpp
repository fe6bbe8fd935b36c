// SPDX-License-Identifier: Apache-2.0
#include "sqlite/one_time_links.hpp"

#include "sqlite/paging.hpp"

namespace signet::store {
namespace {

constexpr char kColumns[] =
    "seq, id, project_id, name, key_hash, salt, failures, value, wrapped_key, created_by, created_at, expires_at";
constexpr auto kFindLink = sql("SELECT ", kColumns, " FROM one_time_links WHERE id = ?1");
constexpr auto kListLinks =
    sql("SELECT ", kColumns, " FROM one_time_links WHERE project_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3");
constexpr auto kListExpired =
    sql("SELECT ", kColumns, " FROM one_time_links WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2");
constexpr auto kInsertLink =
    sql("INSERT INTO one_time_links (id, project_id, name, key_hash, salt, failures, value, wrapped_key, created_by, "
        "created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
constexpr auto kPutFailures = sql("UPDATE one_time_links SET failures = ?2 WHERE id = ?1");
constexpr auto kDeleteLink = sql("DELETE FROM one_time_links WHERE id = ?1");

OneTimeLink read_link(const Query& row) {
  OneTimeLink link{.id = row.id<LinkId>(1),
                   .project = row.id<ProjectId>(2),
                   .name = row.text(3),
                   .key_hash = row.digest(4),
                   .failures = row.integer(6),
                   .value = row.blob(7),
                   .wrapped_key = row.blob(8),
                   .created_by = row.text(9),
                   .created_at = row.instant(10),
                   .expires_at = row.instant(11),
                   .seq = row.integer(0)};
  if (!row.is_null(5)) link.salt = row.blob(5);
  return link;
}

}  // namespace

std::optional<OneTimeLink> SqliteOneTimeLinkReads::find_link(const LinkId& id) {
  Query row(db_, kFindLink, id);
  if (!row.step()) return std::nullopt;
  return read_link(row);
}

Page<OneTimeLink> SqliteOneTimeLinkReads::list_links(const ProjectId& project, const PageRequest& page) {
  Query rows(db_, kListLinks, project, page.cursor, rows_asked(page));
  return read_page<OneTimeLink>(rows, page, 0, read_link);
}

std::vector<OneTimeLink> SqliteOneTimeLinkReads::list_expired(Instant now, std::size_t limit) {
  std::vector<OneTimeLink> links;
  Query rows(db_, kListExpired, now, limit);
  while (rows.step()) links.push_back(read_link(rows));
  return links;
}

void SqliteOneTimeLinkWrites::insert_link(const OneTimeLink& link) {
  writer_.write_one(kInsertLink, link.id, link.project, link.name, link.key_hash, link.salt, link.failures, link.value,
                    link.wrapped_key, link.created_by, link.created_at, link.expires_at);
}

void SqliteOneTimeLinkWrites::put_failures(const LinkId& id, std::int64_t failures) {
  writer_.write_one(kPutFailures, id, failures);
}

void SqliteOneTimeLinkWrites::delete_link(const LinkId& id) { writer_.write_one(kDeleteLink, id); }

}  // namespace signet::store
