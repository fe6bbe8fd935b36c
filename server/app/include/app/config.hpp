// SPDX-License-Identifier: Apache-2.0
// What the server was told, checked and typed. Made by load_settings(); its defaults are those of the table of keys.
#pragma once

#include "domain/address.hpp"
#include "observe/log.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace signet::app {

enum class TlsMode : std::uint8_t { off, on, in_front };

struct Config {
  std::filesystem::path data_dir;
  std::filesystem::path root_key_file;
  std::string public_url;    // may be empty
  std::int64_t threads = 0;  // 0: the machine decides
  std::vector<Network> trusted_proxies;
  std::string user;  // whom a server that is started as root becomes; may be empty
  /// Where the page for a monitoring system is; null: nowhere.
  struct Endpoint {
    std::string address;
    std::uint16_t port = 0;  // 0: any free one
  };
  std::optional<Endpoint> metrics_listen;

  std::vector<std::string> addresses;
  std::uint16_t port = 0;  // 0: any free one

  TlsMode tls = TlsMode::off;
  std::filesystem::path certificate;  // both set with TlsMode::on
  std::filesystem::path private_key;

  bool lock_known_addresses = true;

  std::filesystem::path witness_file;  // may be empty
  std::int64_t keep_proofs_days = 0;   // 0: for ever

  bool webhooks_to_private_addresses = false;

  std::size_t connections = 0;
  std::size_t connections_per_address = 0;
  std::size_t commit_queue = 0;
  std::int64_t requests_per_identity = 0;  // a second, as the next two; 0: without limit
  std::int64_t failed_checks_per_address = 0;
  std::int64_t failed_checks = 0;

  observe::Log::Options log;

  [[nodiscard]] std::filesystem::path database() const { return data_dir / "signet.db"; }
};

/// Where a client on this machine reaches a server of this configuration that listens on `port`.
[[nodiscard]] std::string local_url(const Config& config, std::uint16_t port);
/// All URLs it listens on, separated by a comma and a space; the loopback addresses together are localhost.
[[nodiscard]] std::string listening_urls(const Config& config, std::uint16_t port);

}  // namespace signet::app
