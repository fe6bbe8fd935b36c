// SPDX-License-Identifier: Apache-2.0
// What proves a log to others: the answers of the server, verified with public keys alone.
#include "api/sign_checkpoints.hpp"
#include "signet/client/audit_verification.hpp"
#include "signet/schema/encoding.hpp"
#include "support/installation.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace signet::testing {
namespace {

using crypto::Sha256;

Sha256 hash_of(const Json& json) {
  Sha256 hash{};
  const auto bytes = from_base64(text_of(json));
  EXPECT_TRUE(bytes && bytes->size() == hash.size()) << to_public_text(json);
  if (bytes && bytes->size() == hash.size()) std::ranges::copy(*bytes, hash.begin());
  return hash;
}

crypto::MerkleProof hashes_of(const Json& json) {
  crypto::MerkleProof hashes;
  for (const auto& hash : json) hashes.push_back(hash_of(hash));
  return hashes;
}

struct AuditProofs : ::testing::Test {
  Installation vault;

  void sign() { api::sign_all_checkpoints(vault.services(), vault.committer()); }
  void add_records(int count) {
    for (int i = 0; i < count; ++i) static_cast<void>(vault.make_project("project " + std::to_string(made++)));
  }
  Answer get(const std::string& rest) { return vault.send(vault.root, "GET", vault.vault_path(rest)); }
  std::uint64_t size() { return get("/audit/checkpoint").body["size"].get<std::uint64_t>(); }
  std::vector<crypto::NoteKey> keys() {
    std::string text;
    const auto answer = get("/audit/checkpoint");
    for (const auto& key : answer.body["keys"]) text += std::string(text_of(key)) + "\n";
    return client::read_note_keys(text).value();
  }
  int made = 0;
};

TEST_F(AuditProofs, ACheckpointIsWhatItsNoteSays) {
  EXPECT_EQ(get("/audit/checkpoint").status, 404);
  EXPECT_EQ(get("/audit/export?format=proof").status, 404);
  EXPECT_EQ(get("/audit/inclusion?record=1").status, 404);
  add_records(5);
  sign();
  const auto answer = get("/audit/checkpoint");
  ASSERT_EQ(answer.status, 200) << answer.text;
  const auto opened = crypto::open_checkpoint(answer["note"], keys());
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->origin, "signet/" + vault.installation_id + "/" + vault.vault_id);
  EXPECT_EQ(opened->origin, answer["origin"]);
  EXPECT_EQ(opened->size, answer.body["size"].get<std::uint64_t>());
  EXPECT_EQ(opened->root, hash_of(answer.body["root"]));
  EXPECT_EQ(get("/audit/checkpoints/" + std::to_string(opened->size)).text, answer.text);
  for (const auto* size : {"1", "0", "x", "-1", "01", "18446744073709551615", "18446744073709551616"})
    EXPECT_EQ(get(std::string("/audit/checkpoints/") + size).status, 404) << size;
  EXPECT_EQ(get("/audit/checkpoint?size=1").status, 400);
  EXPECT_EQ(get("/audit/checkpoints/1?size=1").status, 400);
}

TEST_F(AuditProofs, EveryRecordIsInTheTreeAndEveryTreeGoesOn) {
  add_records(12);
  sign();
  const auto root = hash_of(get("/audit/checkpoint").body["root"]);
  const auto records = get("/audit/export").text;
  std::size_t from = 0;
  for (std::uint64_t record = 1; record <= size(); ++record) {
    const auto end = records.find('\n', from);
    const auto line = records.substr(from, end - from);
    from = end + 1;
    const auto proof = get("/audit/inclusion?record=" + std::to_string(record)).body;
    const auto leaf = crypto::leaf_hash(as_bytes(line));
    EXPECT_EQ(leaf, hash_of(proof["leaf"])) << line;
    EXPECT_TRUE(crypto::verify_inclusion(leaf, record - 1, size(), hashes_of(proof["hashes"]), root));
    const auto growth = get("/audit/consistency?from=" + std::to_string(record)).body;
    EXPECT_TRUE(
        crypto::verify_consistency(record, hash_of(growth["fromRoot"]), size(), root, hashes_of(growth["hashes"])));
  }
  const auto between = get("/audit/consistency?from=3&to=7").body;
  EXPECT_TRUE(crypto::verify_consistency(3, hash_of(between["fromRoot"]), 7, hash_of(between["root"]),
                                         hashes_of(between["hashes"])));
}

TEST_F(AuditProofs, OfWhatIsNotCoveredAreRefused) {
  add_records(3);
  sign();
  const auto most = std::to_string(size()), beyond = std::to_string(size() + 1);
  add_records(3);  // in the log, and not in a tree yet
  for (const auto& [query, field] :
       std::vector<std::pair<std::string, std::string>>{{"inclusion?record=0", "record"},
                                                        {"inclusion?record=" + beyond, "record"},
                                                        {"inclusion?record=-1", "record"},
                                                        {"inclusion?record=3&size=2", "record"},
                                                        {"inclusion?record=1&size=" + beyond, "size"},
                                                        {"inclusion?record=1&to=1", "to"},
                                                        {"consistency?from=0", "from"},
                                                        {"consistency?from=" + beyond, "from"},
                                                        {"consistency?from=3&to=2", "from"},
                                                        {"consistency?from=1&to=" + beyond, "to"},
                                                        {"consistency?from=1&size=1", "size"}}) {
    const auto answer = get("/audit/" + query);
    EXPECT_EQ(answer.status, 400) << query << answer.text;
    EXPECT_EQ(answer["field"], field) << query;
  }
  EXPECT_EQ(get("/audit/inclusion?record=" + most).status, 200);
  EXPECT_EQ(get("/audit/consistency?from=" + most).status, 200);
  EXPECT_EQ(get("/audit/inclusion").text, get("/audit/inclusion?record=" + most + "&size=" + most).text);
  EXPECT_EQ(get("/audit/consistency").text, get("/audit/consistency?from=1&to=" + most).text);
}

TEST_F(AuditProofs, AnExportVerifiesAloneAndShowsWhatWasChanged) {
  add_records(300);
  sign();
  add_records(3);
  const auto text = get("/audit/export?format=proof").text;
  EXPECT_EQ(vault.actions(vault.vault_id).back(), "audit_export");
  const auto verify = [&](const std::string& file) {
    client::AuditVerifier verifier(keys());
    verifier.feed(file);
    return verifier.finish();
  };
  const auto verified = verify(text);
  ASSERT_TRUE(verified) << verified.error().first << ": " << verified.error().what;
  EXPECT_EQ(verified->records, size());
  auto changed = text;
  changed.replace(changed.find("project 200"), 11, "project 201");
  const auto record = changed.rfind("{\"seq\":", changed.find("project 201"));
  const auto found = verify(changed);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().first, found.error().last);
  EXPECT_TRUE(changed.substr(record).starts_with("{\"seq\":" + std::to_string(found.error().first) + ","));
  EXPECT_EQ(get("/audit/export?format=proof&action=secret_read").status, 400) << "a part proves nothing";
}

TEST_F(AuditProofs, TheInstallationHasALogOfItsOwn) {
  sign();
  const auto ask = [&](const std::string& rest) {
    return vault.send(vault.root, "GET", vault.installation_path(rest));
  };
  static_cast<void>(vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})"));
  sign();
  const auto answer = ask("/audit/checkpoint");
  ASSERT_EQ(answer.status, 200) << answer.text;
  EXPECT_EQ(answer["origin"], "signet/" + vault.installation_id + "/installation");
  vault.restart();
  EXPECT_EQ(ask("/audit/checkpoint").text, answer.text) << "the same keys after a restart";
  EXPECT_EQ(ask("/audit/inclusion?record=1").status, 200);
  EXPECT_EQ(ask("/audit/consistency?from=1").status, 200);
  EXPECT_EQ(ask("/audit/export?format=proof").status, 200);
}

TEST_F(AuditProofs, AnswersTellTheNewestCheckpointToWhoMaySeeIt) {
  const auto machine = vault.make_machine();
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").header("X-Audit-Checkpoint"), "");
  sign();
  const auto newest = get("/audit/checkpoint").body;
  const auto told = vault.vault_id + " " + to_public_text(newest["size"]) + " " + std::string(text_of(newest["root"]));
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secrets").header("X-Audit-Checkpoint"), told);
  EXPECT_EQ(vault.send(machine, "GET", "/v1/secret/sk_0000000000").header("X-Audit-Checkpoint"), told)
      << "also with a 404";
  EXPECT_EQ(get("").header("X-Audit-Checkpoint"), told);
  const auto auditor = vault.make_operator(Role::auditor, vault.vault_id);
  EXPECT_EQ(vault.send(auditor, "GET", vault.installation_path("")).header("X-Audit-Checkpoint"), "");
  static_cast<void>(vault.send(auditor, "GET", vault.installation_path("/vaults")));  // a refusal for the log
  sign();
  EXPECT_TRUE(vault.send(vault.root, "GET", vault.installation_path(""))
                  .header("X-Audit-Checkpoint")
                  .starts_with(vault.installation_id + " "));
}

TEST_F(AuditProofs, MachinesGetTheKeysOfTheirVaultsLog) {
  const auto machine = vault.make_machine();
  const auto told = [&] { return vault.send(machine, "GET", "/v1/vault/keys").body["checkpointKeys"]; };
  EXPECT_EQ(told(), Json::array());
  sign();
  EXPECT_EQ(told(), get("/audit/checkpoint").body["keys"]);
}

TEST_F(AuditProofs, EveryCheckpointIsGivenToTheWitness) {
  std::vector<std::string> lines;
  auto services = vault.services();
  services.witness = [&](const std::string& line) { lines.push_back(line); };
  add_records(3);
  api::sign_all_checkpoints(services, vault.committer());
  api::sign_all_checkpoints(services, vault.committer());
  add_records(3);
  api::sign_all_checkpoints(services, vault.committer());
  ASSERT_EQ(lines.size(), 2U);
  const auto seen = client::read_checkpoints(lines[0] + lines[1], keys());
  ASSERT_TRUE(seen) << seen.error().message;
  EXPECT_EQ(seen->at(0).size + 3, seen->at(1).size);
  client::AuditVerifier verifier(keys(), *seen);
  verifier.feed(get("/audit/export?format=proof").text);
  EXPECT_TRUE(verifier.finish());
}

TEST_F(AuditProofs, AreNotShownToOtherVaults) {
  sign();
  const auto other =
      vault.send(vault.root, "POST", vault.installation_path("/vaults"), R"({"name":"other"})")["vaultId"];
  const auto stranger = vault.make_operator(Role::owner, other);
  for (const auto* route :
       {"checkpoint", "checkpoints/1", "inclusion?record=1", "consistency?from=1", "export?format=proof"}) {
    const auto refused = vault.send(stranger, "GET", vault.vault_path(std::string("/audit/") + route));
    EXPECT_EQ(refused.status, 403) << route;
    EXPECT_EQ(refused.text,
              vault.send(stranger, "GET", "/v1/admin/vaults/vault_0000000000000000/audit/" + std::string(route)).text);
  }
}

}  // namespace
}  // namespace signet::testing
