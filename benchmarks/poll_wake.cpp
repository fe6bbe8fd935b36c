// SPDX-License-Identifier: Apache-2.0
// How soon a waiting poll hears of a change:  poll_wake SIGNETD [WAITING] [ROUNDS]
// Starts a real signetd on loopback with WAITING machines that poll one secret and wait, all at once. Each round an
// operator gives the secret a new version; every waiting poll is answered, read and sent again. Reported are the times
// from before the write was sent, so they include the write's own commit, which is reported beside them.
#include "server.hpp"

#include "signet/client/admin_client.hpp"
#include "signet/client/enrol.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/crypto/random.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <ctime>

namespace {

using namespace signet;
using benchmark::must;
using benchmark::Server;
using Clock = std::chrono::steady_clock;

struct Machine {
  std::string id;
  std::shared_ptr<const crypto::PrivateKey> key;

  [[nodiscard]] std::string sign(const std::string& method, const std::string& target, const std::string& body) const {
    std::array<std::uint8_t, 16> random{};
    crypto::system_random().fill(random);
    const auto timestamp = std::to_string(std::time(nullptr)), nonce = to_base64(random);
    const auto payload = canonical_request(method, target, timestamp, nonce, crypto::sha256_hex(as_bytes(body)));
    return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nX-Machine-Id: " + id + "\r\nX-Timestamp: " +
           timestamp + "\r\nX-Nonce: " + nonce + "\r\nX-Signature: " + to_base64(key->sign(as_bytes(payload))) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
};

class Connection {
 public:
  explicit Connection(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("connect");
  }
  ~Connection() { close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  std::string ask(const std::string& request) {
    if (write(socket_, request.data(), request.size()) < 0) return {};
    std::string answer;
    for (char buffer[4'096]; !answer.ends_with('}');) {
      const auto got = read(socket_, buffer, sizeof buffer);
      if (got <= 0) break;
      answer.append(buffer, static_cast<std::size_t>(got));
    }
    return answer;
  }

 private:
  int socket_;
};

Machine make_machine(Server& server, client::VaultAdmin& admin, const std::string& project, const std::string& secret,
                     int number) {
  client::EnrolOptions options;
  options.algorithm = Algorithm::ed25519;
  options.base = server.folder / ("machine" + std::to_string(number));
  const auto token = must(admin.create_token());
  const auto machine = must(client::enrol(server.url(), token.token, options)).identity;
  must(admin.approve_machine(machine.machine_id));
  must(admin.add_member(project, machine.machine_id));
  must(admin.grant(secret, machine.machine_id));
  std::ifstream file(machine.private_key_path);
  const std::string pem(std::istreambuf_iterator<char>(file), {});
  return {machine.machine_id, std::make_shared<const crypto::PrivateKey>(crypto::PrivateKey::from_pem(pem).value())};
}

double milliseconds(Clock::duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

void report(const char* what, std::vector<double> times) {
  std::ranges::sort(times);
  const auto at = [&](double share) {
    return times.at(static_cast<std::size_t>(share * static_cast<double>(times.size() - 1)));
  };
  std::printf("| %-22s | %6zu | %8.2f | %8.2f | %8.2f |\n", what, times.size(), at(0.5), at(0.99), at(1));
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 2) return std::fprintf(stderr, "usage: poll_wake SIGNETD [WAITING] [ROUNDS]\n"), 1;
  const int waiting = argc > 2 ? std::atoi(argv[2]) : 100, rounds = argc > 3 ? std::atoi(argv[3]) : 20;
  Server server(argv[1]);
  auto identity = must(client::load_operator_identity((server.folder / "operator").string()));
  identity.api_url = server.url();
  auto admin_client = must(client::AdminClient::open(identity));
  auto admin = admin_client.vault(identity.vault_id);
  const auto project = must(admin.create_project("bench")).project_id;
  const client::NewValue value = SecretBytes::from_text(std::string(100, 'x'));
  const auto secret = must(admin.create_secret(project, "secret", value)).secret_id;
  std::vector<Machine> machines;
  for (int i = 0; i < waiting; ++i) machines.push_back(make_machine(server, admin, project, secret, i));

  std::atomic<Clock::time_point> begun{};
  std::vector<std::vector<double>> woken(machines.size());
  std::atomic<int> wrong = 0;
  std::vector<double> written;
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < machines.size(); ++i)
      threads.emplace_back([&, i] {
        Connection connection(server.port);
        const auto& machine = machines[i];
        for (int round = 0; round < rounds; ++round) {
          (void)connection.ask(machine.sign("GET", "/v1/secret/" + secret, ""));
          const auto answer =
              connection.ask(machine.sign("POST", "/v1/secrets/poll", R"({"watch":[")" + secret + R"("],"wait":60})"));
          woken[i].push_back(milliseconds(Clock::now() - begun.load()));
          if (answer.find("changed") == std::string::npos) ++wrong;
        }
      });
    for (int round = 0; round < rounds; ++round) {
      std::this_thread::sleep_for(std::chrono::seconds(1));  // all are waiting again
      begun = Clock::now();
      must(admin.put_version(secret, value));
      written.push_back(milliseconds(Clock::now() - begun.load()));
    }
  }
  std::vector<double> all;
  for (const auto& times : woken) all.insert(all.end(), times.begin(), times.end());
  std::printf("%d waiting, %d rounds, %d wrong answers; %ld KiB resident\n", waiting, rounds, wrong.load(),
              server.resident_kib());
  std::printf("| milliseconds           | times  | p50      | p99      | most     |\n|---|---|---|---|---|\n");
  report("the write is answered", written);
  report("a waiting poll is", all);
} catch (const std::exception& failure) {
  return std::fprintf(stderr, "poll_wake: %s\n", failure.what()), 1;
}
