// SPDX-License-Identifier: Apache-2.0
#include "signet/client/identity.hpp"

#include "fake_world.hpp"
#include "signet/schema/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <fstream>
#include <map>

namespace signet::client {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A home with no identities yet, and the environment of somebody who lives there.
struct Home {
  TemporaryFolder folder = {};
  std::map<std::string, std::string> variables{{"HOME", folder.path().string()}};

  [[nodiscard]] Environment environment() const {
    return [this](const char* name) -> std::optional<std::string> {
      const auto found = variables.find(name);
      if (found == variables.end()) return std::nullopt;
      return found->second;
    };
  }
  [[nodiscard]] fs::path vaults(std::string_view base) const { return folder.path() / base / "vaults"; }

  /// An identity whose machine is called after its place.
  fs::path put(std::string_view base, const std::string& vault, Algorithm algorithm = Algorithm::ed25519) const {
    const auto place = vaults(base) / vault;
    const Identity identity{.machine_id = std::string(kMachine),
                            .machine_name = std::string(base) + " " + vault,
                            .vault_id = vault,
                            .api_url = "https://vault.example",
                            .private_key_path = place / "private.pem",
                            .algorithm = algorithm};
    const auto written = write_identity(identity, place, environment());
    EXPECT_TRUE(written) << written.error().message;
    return place;
  }
  [[nodiscard]] std::string found(std::string_view which) const {
    const auto identity = load_identity(which, environment());
    return identity ? identity->machine_name : "error: " + identity.error().message;
  }
};

TEST(Identity, HasExactlyTheFiveKeysThatStrictClientsAccept) {
  const Home home;
  const auto place = home.put(".signet", "vault_a", Algorithm::ed25519_mldsa65);
  std::ifstream file(place / "identity.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(text, "{\"apiUrl\":\"https://vault.example\",\"machineId\":\"" + std::string(kMachine) +
                      "\",\"machineName\":\".signet vault_a\",\"privateKeyPath\":\"" +
                      (place / "private.pem").string() + "\",\"vaultId\":\"vault_a\"}\n");
  std::ifstream ours(place / "signet.json");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(ours), {}), "{\"algorithm\":\"Ed25519+ML-DSA-65\"}\n");
}

TEST(Identity, IsWrittenForItsOwnerAlone) {
  const Home home;
  const auto place = home.put(".signet", "vault_a");
  struct stat status{};
  ASSERT_EQ(::stat(place.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0700u);
  ASSERT_EQ(::stat((place / "identity.json").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
}

TEST(Identity, IsReadBack) {
  const Home home;
  home.put(".signet", "vault_a", Algorithm::mldsa65);
  const auto identity = load_identity("vault_a", home.environment());
  ASSERT_TRUE(identity) << identity.error().message;
  EXPECT_EQ(identity->machine_id, kMachine);
  EXPECT_EQ(identity->vault_id, "vault_a");
  EXPECT_EQ(identity->api_url, "https://vault.example");
  EXPECT_EQ(identity->private_key_path, home.vaults(".signet") / "vault_a" / "private.pem");
  EXPECT_EQ(identity->algorithm, Algorithm::mldsa65);
}

TEST(Identity, IsFoundInThisOrder) {
  Home home;
  EXPECT_THAT(home.found(""), HasSubstr("no identity"));
  home.put(".sikkerkey", "vault_a");
  EXPECT_EQ(home.found(""), ".sikkerkey vault_a");  // the only one there is
  home.put(".signet", "vault_a");
  EXPECT_EQ(home.found(""), ".signet vault_a");  // the only one in the first base that has any
  home.put(".signet", "vault_b");
  EXPECT_THAT(home.found(""), HasSubstr("vault_a, vault_b"));  // the user must say which

  home.variables["SIKKERKEY_IDENTITY"] = "vault_a";
  EXPECT_EQ(home.found(""), ".signet vault_a");
  home.variables["SIGNET_IDENTITY"] = "b";
  EXPECT_EQ(home.found(""), ".signet vault_b");
  home.put(".sikkerkey", "vault_c");
  EXPECT_EQ(home.found("c"), ".sikkerkey vault_c");  // what is said wins
  EXPECT_EQ(home.found("vault_c"), ".sikkerkey vault_c");
  EXPECT_THAT(home.found("vault_d"), HasSubstr("no identity for vault_d"));
}

TEST(Identity, IsFoundByItsPath) {
  const Home home;
  const auto place = home.put("elsewhere", "vault_a");
  EXPECT_EQ(home.found(place.string()), "elsewhere vault_a");
  EXPECT_EQ(home.found((place / "identity.json").string()), "elsewhere vault_a");
  EXPECT_THAT(home.found((place / "other.json").string()), HasSubstr("cannot read"));
}

TEST(Identity, BasesCanBeElsewhere) {
  Home home;
  home.put("ours", "vault_a");
  home.put("theirs", "vault_b");
  home.variables["SIKKERKEY_HOME"] = (home.folder.path() / "theirs").string();
  EXPECT_EQ(home.found(""), "theirs vault_b");
  home.variables["SIGNET_HOME"] = (home.folder.path() / "ours").string();
  EXPECT_EQ(home.found(""), "ours vault_a");
  home.variables.erase("HOME");
  EXPECT_EQ(home.found(""), "ours vault_a");
}

TEST(Identity, ThatWasPutAsideIsNotCounted) {
  const Home home;
  home.put(".signet", "vault_a");
  home.put(".signet", "vault_a.old-1");
  EXPECT_EQ(home.found(""), ".signet vault_a");
}

TEST(Identity, NamesThatAreNoVaultsAreNotPaths) {
  const Home home;
  for (const char* which : {"a b", "ä", "a:b"})
    EXPECT_THAT(home.found(which), HasSubstr("neither a path nor")) << which;
}

TEST(Identity, SaysWhatIsMissing) {
  const Home home;
  const auto place = home.put(".signet", "vault_a");
  const auto write = [&](const char* name, const char* text) { std::ofstream(place / name) << text; };
  write("identity.json", "{\"machineId\":\"x\"}");
  EXPECT_THAT(home.found("vault_a"), HasSubstr("no text \"machineName\""));
  write("identity.json", "nonsense");
  EXPECT_THAT(home.found("vault_a"), HasSubstr("identity.json: not valid JSON"));
  home.put(".signet", "vault_a");
  write("signet.json", "{\"algorithm\":\"FN-DSA-512\"}");
  EXPECT_THAT(home.found("vault_a"), HasSubstr("FN-DSA-512"));
}

TEST(Identity, OnlyEd25519GoesWhereOtherToolsLook) {
  Home home;
  home.variables["SIKKERKEY_HOME"] = (home.folder.path() / "theirs").string();
  fs::create_directory(home.folder.path() / "theirs");
  fs::create_directory_symlink(home.folder.path() / "theirs", home.folder.path() / "link");
  for (const char* base : {".sikkerkey", "theirs", "link"}) {
    const auto place = home.vaults(base) / "vault_a";
    Identity identity{.machine_id = std::string(kMachine),
                      .machine_name = "m",
                      .vault_id = "vault_a",
                      .api_url = "https://vault.example",
                      .private_key_path = place / "private.pem",
                      .algorithm = Algorithm::ed25519_mldsa65};
    EXPECT_FALSE(write_identity(identity, place, home.environment())) << base;
    identity.algorithm = Algorithm::mldsa65;
    EXPECT_FALSE(write_identity(identity, place, home.environment())) << base;
    identity.algorithm = Algorithm::ed25519;
    EXPECT_TRUE(write_identity(identity, place, home.environment())) << base;
  }
}

TEST(Identity, NeedsAHome) {
  const auto base = base_folder([](const char*) { return std::nullopt; });
  ASSERT_FALSE(base);
  EXPECT_THAT(base.error().message, HasSubstr("SIGNET_HOME"));
}

}  // namespace
}  // namespace signet::client
