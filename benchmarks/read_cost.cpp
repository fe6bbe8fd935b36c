// SPDX-License-Identifier: Apache-2.0
// What a signed read costs the server:  read_cost SIGNETD [READS]
// Starts a real signetd on loopback, signs every request before the clock starts, sends them over keep-alive connections
// and takes the server's own CPU time from /proc. Beside it the bare verification of the same signatures.
#include "server.hpp"

#include "signet/client/admin_client.hpp"
#include "signet/client/client.hpp"
#include "signet/client/enrol.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/crypto/random.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace {

using namespace signet;
using benchmark::must;
using benchmark::Server;
constexpr int kConnections = 32;

struct SignedRead {
  std::string payload, wire;
  Bytes signature;
};

std::vector<SignedRead> sign_reads(const crypto::PrivateKey& key, const std::string& machine, const std::string& secret,
                                   int count) {
  std::vector<SignedRead> reads;
  const auto timestamp = std::to_string(std::time(nullptr));
  const auto target = "/v1/secret/" + secret;
  const auto empty = crypto::sha256_hex({});
  for (int i = 0; i < count; ++i) {
    std::array<std::uint8_t, 16> random{};
    crypto::system_random().fill(random);
    const auto nonce = to_base64(random);
    auto payload = canonical_request("GET", target, timestamp, nonce, empty);
    auto signature = key.sign(as_bytes(payload));
    auto wire = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nX-Machine-Id: " + machine +
                "\r\nX-Timestamp: " + timestamp + "\r\nX-Nonce: " + nonce + "\r\nX-Signature: " + to_base64(signature) +
                "\r\n\r\n";
    reads.push_back({std::move(payload), std::move(wire), std::move(signature)});
  }
  return reads;
}

/// Sends reads[from], reads[from + kConnections], ... one after the other; counts the 200s.
void drive(int port, const std::vector<SignedRead>& reads, std::size_t from, std::atomic<int>& good) {
  const int peer = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(peer, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return;
  for (std::size_t i = from; i < reads.size(); i += kConnections) {
    if (write(peer, reads[i].wire.data(), reads[i].wire.size()) < 0) break;
    std::string answer;
    for (char buffer[4'096]; answer.find("\"}") == std::string::npos;) {
      const auto got = read(peer, buffer, sizeof buffer);
      if (got <= 0) break;
      answer.append(buffer, static_cast<std::size_t>(got));
    }
    if (answer.starts_with("HTTP/1.1 200")) ++good;
  }
  close(peer);
}

double thread_cpu() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

void measure(Server& server, client::VaultAdmin& admin, Algorithm algorithm, const std::string& project,
             const std::string& secret, int count) {
  client::EnrolOptions options;
  options.algorithm = algorithm;
  options.base = server.folder / std::string(info(algorithm).name);
  const auto token = must(admin.create_token());
  const auto machine = must(client::enrol(server.url(), token.token, options)).identity;
  must(admin.approve_machine(machine.machine_id));
  must(admin.add_member(project, machine.machine_id));
  must(admin.grant(secret, machine.machine_id));
  std::ifstream file(machine.private_key_path);
  const std::string pem(std::istreambuf_iterator<char>(file), {});
  const auto key = crypto::PrivateKey::from_pem(pem).value();

  const auto reads = sign_reads(key, machine.machine_id, secret, count);
  const auto verify_begin = thread_cpu();
  for (const auto& read : reads)
    if (!key.public_key().verify(as_bytes(read.payload), read.signature)) throw std::runtime_error("bad signature");
  const auto bare = (thread_cpu() - verify_begin) / count;

  std::atomic<int> good = 0;
  const auto cpu = server.cpu();
  const auto begin = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < kConnections; ++i)
      threads.emplace_back([&, i] { drive(server.port, reads, i, good); });
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  const auto spent = (server.cpu() - cpu) / count;
  std::printf("| %-17s | %6d of %6d | %7.0f | %7.1f | %7.1f | %.2f |\n", info(algorithm).name.data(), good.load(), count,
              count / wall.count(), bare, spent, bare / spent);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 2) return std::fprintf(stderr, "usage: read_cost SIGNETD [READS]\n"), 1;
  const int count = argc > 2 ? std::atoi(argv[2]) : 10'000;
  Server server(argv[1]);
  auto identity = must(client::load_operator_identity((server.folder / "operator").string()));
  identity.api_url = server.url();
  auto admin_client = must(client::AdminClient::open(identity));
  auto admin = admin_client.vault(identity.vault_id);
  const auto project = must(admin.create_project("bench")).project_id;
  const client::NewValue value = SecretBytes::from_text(std::string(100, 'x'));
  const auto secret = must(admin.create_secret(project, "secret", value)).secret_id;

  std::printf("idle: %ld KiB resident; %d connections\n", server.resident_kib(), kConnections);
  std::printf("| algorithm         | good reads       | reads/s | verify us | server us | share |\n|---|---|---|---|---|---|\n");
  for (const auto& algorithm : kRequestAlgorithms) measure(server, admin, algorithm.id, project, secret, count);
  std::printf("after: %ld KiB resident\n", server.resident_kib());
} catch (const std::exception& failure) {
  return std::fprintf(stderr, "read_cost: %s\n", failure.what()), 1;
}
