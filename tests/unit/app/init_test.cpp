// SPDX-License-Identifier: Apache-2.0
#include "app/init.hpp"

#include "audit/audit.hpp"
#include "open_keyring.hpp"
#include "signet/crypto/proof.hpp"
#include "signet/schema/encoding.hpp"
#include "signet/schema/json.hpp"
#include "store/store.hpp"
#include "temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

namespace signet::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::TemporaryFolder;

struct Init : ::testing::Test {
  TemporaryFolder folder;
  Config config;
  InitRequest request;

  Init() {
    config.data_dir = folder / "data";
    config.root_key_file = folder / "keys/root.key";
    config.addresses = {"127.0.0.1"};
    config.port = 7443;
    request.operator_dir = folder / "home/operators/default";
  }
  Result<NewInstallation> run() const { return init(config, request, crypto::system_random(), system_clock()); }
  std::string failure() const {
    const auto made = run();
    return made ? "" : std::to_string(static_cast<int>(made.error().code)) + " " + made.error().message;
  }
  /// A key of an operator whose private half init never sees.
  crypto::PrivateKey given(Algorithm algorithm) {
    auto key = crypto::PrivateKey::generate(algorithm);
    const auto id = OperatorId::make(crypto::system_random()).str();
    const auto proof = crypto::make_proof(crypto::ProofPurpose::operator_, id, key);
    request.given = {folder.write("first.pub", key.public_key().to_pem()), id, to_base64(proof)};
    return key;
  }
};

TEST_F(Init, MakesFilesForTheOwnerAlone) {
  ASSERT_TRUE(run());
  EXPECT_THAT(testing::things_in(folder.path()),
              ElementsAre("data 448", "data/signet.db 384", "data/signet.db.lock 384", "home 448", "home/operators 448",
                          "home/operators/default 448", "home/operators/default/operator.json 384",
                          "home/operators/default/private.pem 384", "keys 448", "keys/root.key 384"));
}

TEST_F(Init, MakesOneInstallationOneVaultAndAnOperatorWhoIsRootAndOwner) {
  const auto made = run();
  ASSERT_TRUE(made);
  const auto store = store::open_sqlite(config.database());
  const auto reader = store->reader();
  const auto snapshot = reader->snapshot();
  EXPECT_EQ(snapshot->load_installation().id, made->id);
  EXPECT_EQ(snapshot->find_vault(made->vault)->name, "default");
  EXPECT_TRUE(snapshot->find_vault(made->vault)->active);
  const auto who = snapshot->find_operator(made->operator_id);
  ASSERT_TRUE(who);
  EXPECT_TRUE(who->root);
  EXPECT_EQ(who->name, "first operator");
  EXPECT_EQ(who->key.algorithm, Algorithm::mldsa65);
  EXPECT_EQ(snapshot->find_role(made->operator_id, made->vault), Role::owner);
  EXPECT_EQ(snapshot->find_key_owner(who->key.fingerprint), made->operator_id.str());

  const auto keyring = open_keyring({.key_file = config.root_key_file}, *snapshot, crypto::system_random());
  ASSERT_TRUE(keyring);
  EXPECT_EQ(keyring->root_key_id(), snapshot->load_installation().root_key_id);
}

TEST_F(Init, RecordsWhatItMade) {
  const auto made = run();
  ASSERT_TRUE(made);
  const auto store = store::open_sqlite(config.database());
  const auto reader = store->reader();
  const auto records = [&](const std::string& log) {
    std::vector<std::string> texts;
    const auto page = reader->snapshot()->list_audit({.log = log, .actions = {}}, {});
    for (const auto& row : page.items) texts.emplace_back(as_text(row.record));
    return texts;
  };
  EXPECT_THAT(records(made->id.str()),
              ElementsAre(HasSubstr("operator_add"), HasSubstr("vault_create"), HasSubstr("installation_create")));
  EXPECT_THAT(records(made->vault.str()), ElementsAre(HasSubstr(made->operator_id.str())));
}

TEST_F(Init, TheOperatorsFolderHasWhatAClientNeedsAndCanBeMoved) {
  const auto made = run();
  ASSERT_TRUE(made);
  const auto text = testing::content_of(request.operator_dir / "operator.json");
  const auto json = parse_json_object(as_bytes(text));
  ASSERT_TRUE(json);
  EXPECT_EQ(json->size(), 6U);
  EXPECT_EQ(text_of(*find_member(*json, "operatorId")), made->operator_id.str());
  EXPECT_EQ(text_of(*find_member(*json, "operatorName")), "first operator");
  EXPECT_EQ(text_of(*find_member(*json, "installationId")), made->id.str());
  EXPECT_EQ(text_of(*find_member(*json, "vaultId")), made->vault.str());
  EXPECT_EQ(text_of(*find_member(*json, "apiUrl")), "http://localhost:7443");
  EXPECT_EQ(text_of(*find_member(*json, "privateKeyPath")), "private.pem");

  const auto key = crypto::PrivateKey::from_pem(testing::content_of(request.operator_dir / "private.pem"));
  ASSERT_TRUE(key);
  EXPECT_EQ(to_hex(key->public_key().fingerprint()), made->fingerprint);
}

TEST_F(Init, TheUrlIsThePublicOneElseThatOfThisMachine) {
  config.tls = TlsMode::on;
  EXPECT_EQ(run()->api_url, "https://localhost:7443");
  config.data_dir = folder / "data2";
  config.root_key_file = folder / "keys/root2.key";
  request.operator_dir = folder / "operator2";
  config.public_url = "https://vault.example.com";
  config.port = 0;
  EXPECT_EQ(run()->api_url, "https://vault.example.com");
}

TEST_F(Init, WithoutAPortNobodyKnowsTheUrl) {
  config.port = 0;
  EXPECT_THAT(failure(), HasSubstr("1 listen.port is 0"));
  EXPECT_THAT(testing::things_in(folder.path()), IsEmpty());
}

TEST_F(Init, TakesAKeyThatWasMadeElsewhereAndKeepsNoPrivateOne) {
  for (const auto algorithm : {Algorithm::mldsa65, Algorithm::ed25519, Algorithm::ed25519_mldsa65}) {
    const auto name = std::string(info(algorithm).name);
    config.data_dir = folder / ("data-" + name);
    config.root_key_file = folder / ("key-" + name);
    const auto key = given(algorithm);
    const auto made = run();
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->operator_id.str(), request.given->operator_id);
    EXPECT_EQ(made->algorithm, name);
    EXPECT_EQ(made->fingerprint, to_hex(key.public_key().fingerprint()));
    EXPECT_FALSE(made->operator_dir);
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "home"));
}

TEST_F(Init, RefusesAProofThatIsNotByThisKeyForThisId) {
  const auto key = given(Algorithm::mldsa65);
  const auto good = *request.given;
  const auto refused = [&] {
    const auto text = failure();
    EXPECT_FALSE(std::filesystem::exists(config.data_dir));
    EXPECT_FALSE(std::filesystem::exists(config.root_key_file));
    return text;
  };
  request.given->operator_id = OperatorId::make(crypto::system_random()).str();
  EXPECT_THAT(refused(), HasSubstr("1 --operator-proof: this is not a proof"));
  request.given = good;
  const auto enrolling = crypto::make_proof(crypto::ProofPurpose::enrol, good.operator_id, key);
  request.given->proof = to_base64(enrolling);
  EXPECT_THAT(refused(), HasSubstr("1 --operator-proof: this is not a proof"));
  request.given->proof = "no base64";
  EXPECT_THAT(refused(), HasSubstr("1 --operator-proof: this is not base64"));
  request.given = good;
  request.given->operator_id = "me";
  EXPECT_THAT(refused(), HasSubstr("1 --operator-id: me is not"));
  request.given = good;
  request.given->public_key = folder / "nothing.pub";
  EXPECT_THAT(refused(), HasSubstr("nothing.pub cannot be read"));
  request.given->public_key = folder.write("bad.pub", "-----BEGIN nothing");
  EXPECT_THAT(refused(), HasSubstr("bad.pub"));
  request.given->public_key = folder.write("large.pub", std::string(64 * 1'024 + 1, 'x'));
  EXPECT_THAT(refused(), HasSubstr("too large"));
}

TEST_F(Init, RefusesNamesThatAreNone) {
  request.vault_name = " default";
  EXPECT_THAT(failure(), HasSubstr("1 --vault-name: must be"));
  request.vault_name = "default";
  request.operator_name = "";
  EXPECT_THAT(failure(), HasSubstr("1 --operator-name: must be"));
  EXPECT_THAT(testing::things_in(folder.path()), IsEmpty());
}

TEST_F(Init, ASecondOneRefusesAndChangesNothing) {
  ASSERT_TRUE(run());
  const auto before = testing::things_in(folder.path());
  const auto database = testing::content_of(config.database());
  EXPECT_THAT(failure(), HasSubstr("2 " + config.data_dir.string() + " is there already and not empty"));

  config.data_dir = folder / "other";
  EXPECT_THAT(failure(), HasSubstr("2 " + config.root_key_file.string() + " is there already"));
  config.root_key_file = folder / "other.key";
  EXPECT_THAT(failure(), HasSubstr("2 " + request.operator_dir.string() + " is there already and not empty"));
  EXPECT_EQ(testing::things_in(folder.path()), before);
  EXPECT_EQ(testing::content_of(folder / "data/signet.db"), database);
}

TEST_F(Init, TakesAnEmptyFolderThatIsThereAndMakesItPrivate) {
  std::filesystem::create_directory(config.data_dir);
  std::filesystem::permissions(config.data_dir, std::filesystem::perms(0755));
  ASSERT_TRUE(run());
  EXPECT_EQ(testing::mode_of(config.data_dir), 0700U);
}

TEST_F(Init, KeepsTheKeysApartFromTheData) {
  request.operator_dir = config.data_dir / "operator";
  EXPECT_THAT(failure(), HasSubstr("1 --operator-dir: must be apart from the data folder"));
  request.operator_dir = folder.path();
  EXPECT_THAT(failure(), HasSubstr("1 --operator-dir: must be apart from the data folder"));
  config.data_dir = folder / "data";
  request.operator_dir = folder / "keys";
  EXPECT_THAT(failure(), HasSubstr("1 --operator-dir: must be apart from"));
  EXPECT_THAT(testing::things_in(folder.path()), IsEmpty());
}

TEST_F(Init, AFileOrADeadLinkInTheWayIsRefused) {
  config.data_dir = folder.write("file", "x");
  EXPECT_THAT(failure(), HasSubstr("is no folder"));
  config.data_dir = folder / "file/data";
  EXPECT_THAT(failure(), HasSubstr("2 "));
  std::filesystem::create_symlink(folder / "nowhere", folder / "dead");
  config.data_dir = folder / "dead";
  EXPECT_THAT(failure(), HasSubstr("2 "));
  EXPECT_THAT(testing::things_in(folder.path()).size(), 2U);
}

TEST_F(Init, AFailureHalfwayLeavesNothing) {
  // The folder of the key file cannot be made, after that of the data was.
  folder.write("file", "x");
  config.root_key_file = folder / "file/root.key";
  EXPECT_THAT(failure(), HasSubstr("2 "));
  EXPECT_THAT(testing::things_in(folder.path()), ElementsAre(HasSubstr("file ")));

  // The operator's folder cannot be made, after data folder and key file were.
  config.root_key_file = folder / "keys/root.key";
  request.operator_dir = folder / "file/operator/default";
  EXPECT_THAT(failure(), HasSubstr("2 "));
  EXPECT_THAT(testing::things_in(folder.path()), ElementsAre(HasSubstr("file ")));
}

/// Files may not grow beyond `bytes`: what a full disk looks like to a program.
struct SmallDisk {
  explicit SmallDisk(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before);
    previous = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{bytes, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, previous);
  }
  rlimit before{};
  void (*previous)(int);
};

TEST_F(Init, ADiskThatIsFullIsASentenceAndLeavesNothing) {
  std::filesystem::create_directory(config.data_dir);  // one that was there stays, empty
  for (const rlim_t bytes : {10UL, 200UL, 4096UL, 20000UL, 100000UL}) {
    const SmallDisk disk(bytes);
    const auto text = failure();
    EXPECT_THAT(text, HasSubstr("2 ")) << bytes;
    EXPECT_THAT(text, HasSubstr(folder.path().string())) << bytes;
    EXPECT_THAT(testing::things_in(folder.path()), ElementsAre("data 448")) << bytes;
  }
  EXPECT_TRUE(run());
}

TEST_F(Init, SaysWhatItMadeAndWhereTheKeysBelong) {
  const auto made = run();
  ASSERT_TRUE(made);
  const auto text = to_text(*made);
  for (const auto& part :
       {made->id.str(), made->vault.str(), made->operator_id.str(), made->fingerprint, config.data_dir.string(),
        config.root_key_file.string(), std::string("belongs off this machine")})
    EXPECT_THAT(text, HasSubstr(part));
  const auto json = parse_json_object(as_bytes(to_json(*made)));
  ASSERT_TRUE(json);
  EXPECT_EQ(text_of(*find_member(*json, "installationId")), made->id.str());
  EXPECT_EQ(text_of(*find_member(*json, "dataDir")), config.data_dir.string());
  EXPECT_EQ(text_of(*find_member(*json, "operatorDir")), request.operator_dir.string());

  auto elsewhere = *made;
  elsewhere.operator_dir = std::nullopt;
  EXPECT_THAT(to_text(elsewhere), Not(HasSubstr("private key")));
  EXPECT_TRUE(find_member(*parse_json_object(as_bytes(to_json(elsewhere))), "operatorDir")->is_null());
}

TEST_F(Init, AnotherInstallationsKeyFileDoesNotOpenTheKeyring) {
  ASSERT_TRUE(run());
  const auto store = store::open_sqlite(config.database());
  const auto reader = store->reader();
  const auto snapshot = reader->snapshot();
  const auto id = snapshot->load_installation().root_key_id;

  config.data_dir = folder / "data2";
  config.root_key_file = folder / "other.key";
  request.operator_dir = folder / "operator2";
  ASSERT_TRUE(run());
  const auto wrong = open_keyring({.key_file = config.root_key_file}, *snapshot, crypto::system_random());
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ExitCode::data);
  EXPECT_THAT(wrong.error().message, HasSubstr(config.root_key_file.string() +
                                               " is not the key of this data folder (its root key id is " + id));
  EXPECT_FALSE(open_keyring({.key_file = folder / "none.key"}, *snapshot, crypto::system_random()));
}

}  // namespace
}  // namespace signet::app
