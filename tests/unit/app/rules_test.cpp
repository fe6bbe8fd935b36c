// SPDX-License-Identifier: Apache-2.0
// What only several settings together get wrong.
#include "app/settings.hpp"
#include "temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace signet::app {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using testing::TemporaryFolder;

std::vector<std::string> broken(std::vector<std::pair<std::string, std::string>> values) {
  Sources sources{.usual_file = "/nonexistent"};
  for (auto& [key, value] : values) sources.flags.push_back({key, value, "--set " + key});
  const auto settings = load_settings(sources);
  return settings ? std::vector<std::string>{} : settings.error();
}

TEST(Rules, WithoutTlsOnlyLoopbackIsListenedOn) {
  for (const auto* loopback : {"127.0.0.1", "127.1.2.3", "::1", "127.0.0.1,::1", "::ffff:127.0.0.1"})
    EXPECT_THAT(broken({{"listen.addresses", loopback}}), IsEmpty()) << loopback;
  for (const auto* open : {"0.0.0.0", "::", "192.0.2.1", "127.0.0.1,192.0.2.1", "fe80::1"})
    EXPECT_THAT(broken({{"listen.addresses", open}}),
                ElementsAre(AllOf(StartsWith("--set listen.addresses: listen.addresses = ["),
                                  HasSubstr("loopback only: set tls.mode to"))))
        << open;
}

TEST(Rules, BehindAProxyItsNetworkIsNeeded) {
  EXPECT_THAT(broken({{"tls.mode", "in-front"}}), ElementsAre(HasSubstr("needs trusted_proxies")));
  EXPECT_THAT(broken({{"tls.mode", "in-front"}, {"trusted_proxies", "10.0.0.1"}, {"listen.addresses", "0.0.0.0"}}),
              IsEmpty());
}

TEST(Rules, TlsNeedsBothFilesAndThatTheyAreThere) {
  const TemporaryFolder folder;
  const auto certificate = folder.write("certificate.pem", "x").string();
  const auto key = folder.write("key.pem", "x").string();
  EXPECT_THAT(broken({{"tls.mode", "on"}}),
              ElementsAre(HasSubstr("needs tls.certificate"), HasSubstr("needs tls.private_key")));
  EXPECT_THAT(broken({{"tls.mode", "on"}, {"tls.certificate", certificate}}),
              ElementsAre(HasSubstr("needs tls.private_key")));
  EXPECT_THAT(broken({{"tls.mode", "on"}, {"tls.certificate", certificate + "x"}, {"tls.private_key", key}}),
              ElementsAre(StartsWith("--set tls.certificate: ")));
  EXPECT_THAT(broken({{"tls.mode", "on"},
                      {"tls.certificate", certificate},
                      {"tls.private_key", key},
                      {"listen.addresses", "0.0.0.0,::"}}),
              IsEmpty());
}

TEST(Rules, TheRootKeyFileLiesOutsideTheData) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "data");
  std::filesystem::create_directory_symlink(folder / "data", folder / "link");
  const auto data = (folder / "data").string();
  for (const auto* inside : {"data/root.key", "data/deep/root.key", "data/../data/root.key", "link/root.key"})
    EXPECT_THAT(broken({{"data_dir", data}, {"root_key_file", (folder / inside).string()}}),
                ElementsAre(HasSubstr("must lie outside data_dir")))
        << inside;
  EXPECT_EQ(broken({{"data_dir", data + "/"}, {"root_key_file", data + "/root.key"}}).size(), 1U);
  for (const auto* outside : {"root.key", "data.key", "data/../root.key", "..data/root.key"})
    EXPECT_THAT(broken({{"data_dir", data}, {"root_key_file", (folder / outside).string()}}), IsEmpty()) << outside;
}

TEST(Rules, UrlsNameWhatIsListenedOn) {
  const auto urls = [](std::vector<std::string> addresses, TlsMode tls) {
    Config config;
    config.addresses = std::move(addresses);
    config.tls = tls;
    return listening_urls(config, 7443);
  };
  EXPECT_EQ(urls({"127.0.0.1", "::1"}, TlsMode::off), "http://localhost:7443");
  EXPECT_EQ(urls({"192.0.2.1", "2001:db8::1", "::1"}, TlsMode::on),
            "https://192.0.2.1:7443, https://[2001:db8::1]:7443, https://localhost:7443");
  EXPECT_EQ(urls({"10.0.0.2"}, TlsMode::in_front), "http://10.0.0.2:7443");
}

}  // namespace
}  // namespace signet::app
