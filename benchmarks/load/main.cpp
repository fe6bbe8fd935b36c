// SPDX-License-Identifier: Apache-2.0
// Drives one run against a server that is there already, and prints one JSON object.
#include "report.hpp"
#include "schedule.hpp"
#include "signing.hpp"
#include "verify_cost.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <optional>
#include <thread>

namespace {

using namespace signet;
using namespace signet::load;

// Under full load many at a time, so that the measuring itself counts for nothing; where latency is looked at, one:
// while it runs, one core of two is not the server's.
constexpr std::size_t kVerifyTogether = 20;
constexpr std::size_t kVerifyAlone = 1;

struct Options {
  std::uint16_t port = 0;
  pid_t process = 0;
  std::string signers, algorithm = "Ed25519", mix = "read", tls_authority, syncs;
  std::size_t connections = 32, requests = 20'000, value_bytes = 100;
  double rate = 0, expected_rate = 10'000, start_at = 0, warm_up = 0.1, most_seconds = 0;
  bool random_arrivals = false;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
};

void add(CLI::App& app, Options& options) {
  app.add_option("--port", options.port, "Of the server, on 127.0.0.1")->required();
  app.add_option("--process", options.process, "The server's process id")->required();
  app.add_option("--signers", options.signers, "What `fill` wrote")->required();
  app.add_option("--algorithm", options.algorithm, "Whose keys sign")->capture_default_str();
  app.add_option("--mix", options.mix, "read, list, write, failing, each with =WEIGHT")->capture_default_str();
  app.add_option("--value-bytes", options.value_bytes, "Of what is written")->capture_default_str();
  app.add_option("--connections", options.connections, "Open connections")->capture_default_str();
  app.add_option("--requests", options.requests, "To sign and send")->capture_default_str();
  app.add_option("--rate", options.rate, "Requests a second, an open loop; without: a closed loop");
  app.add_flag("--random-arrivals", options.random_arrivals, "An open loop of independent clients, not of even gaps");
  app.add_option("--expected-rate", options.expected_rate, "What a closed loop will reach, about: for the timestamps")
      ->capture_default_str();
  app.add_option("--warm-up", options.warm_up, "The share of requests at the beginning that is not counted")
      ->check(CLI::Range(0.0, 0.9))
      ->capture_default_str();
  app.add_option("--most-seconds", options.most_seconds, "Stop counting after so many, whatever is left to send");
  app.add_option("--start-at", options.start_at, "Unix time of the first request; without: as soon as all is signed");
  app.add_option("--tls", options.tls_authority, "PEM file with the server's certificate: speak TLS");
  app.add_option("--syncs", options.syncs, "The file that count_syncs keeps its counts in");
  app.add_option("--threads", options.threads, "That sign")->check(CLI::Range(1, 64))->capture_default_str();
}

std::int64_t unix_now() { return std::time(nullptr); }

Signed sign_all(const Options& options, const Mix& mix, const Signers& signers,
                const std::vector<std::int64_t>& leaves) {
  Wanted wanted{.kinds = order(mix, options.requests),
                .leaves = leaves,
                .start = unix_now(),
                .value_bytes = options.value_bytes,
                .threads = options.threads};
  if (options.start_at > 0) {
    wanted.start = static_cast<std::int64_t>(options.start_at);
  } else {
    // How long it takes, by the first few: the run begins that much later.
    auto few = wanted;
    few.kinds.resize(std::min<std::size_t>(options.requests, 64));
    const auto each = sign(few, signers).seconds / static_cast<double>(few.kinds.size());
    wanted.start += std::llround(each * static_cast<double>(options.requests));
  }
  // So many verifications that they take a moment, and no more.
  wanted.samples = signers.machines.front().algorithm == Algorithm::ed25519 ? 4'000 : 1'000;
  return sign(wanted, signers);
}

Report run(const Options& options) {
  const auto algorithm = parse_algorithm(options.algorithm);
  if (!algorithm) throw std::runtime_error(options.algorithm + " is no algorithm");
  const auto mix = Mix::parse(options.mix);
  const auto signers = read_signers(options.signers, *algorithm);
  const bool open = options.rate > 0;
  const auto rate = open ? options.rate : options.expected_rate;
  auto leaves = schedule(rate, options.requests, options.random_arrivals ? Arrivals::random : Arrivals::even);
  auto made = sign_all(options, mix, signers, leaves);

  Report report{.algorithm = options.algorithm,
                .mix = options.mix,
                .tls = !options.tls_authority.empty(),
                .connections = options.connections};
  if (open) report.rate = options.rate;
  report.signing_us = made.seconds * 1e6 / static_cast<double>(options.requests);
  report.requests_that_fit = requests_that_fit(mix, report.signing_us / 1e6, 1 / rate);
  if (options.requests > report.requests_that_fit && options.start_at == 0)
    throw std::runtime_error("only " + std::to_string(report.requests_that_fit) +
                             " requests fit between their signing and the end of their timestamps' window");

  const auto tls = report.tls ? make_tls_context(options.tls_authority) : nullptr;
  const auto look = [&] {
    return Reading{used_by(options.process), memory_of(options.process), read_syncs(options.syncs)};
  };
  std::optional<VerifyMeter> meter;
  const auto begin = [&] {
    report.before = look();
    meter.emplace(made.samples, open ? kVerifyAlone : kVerifyTogether);
  };
  const auto end = [&] {
    report.after = look();
    report.verify_us = meter->stop();
  };
  report.driven = drive({.requests = made.requests,
                         .port = options.port,
                         .connections = options.connections,
                         .tls = tls.get(),
                         .leaves = open ? std::move(leaves) : std::vector<std::int64_t>(),
                         .warm_up = static_cast<std::size_t>(static_cast<double>(options.requests) * options.warm_up),
                         .most_seconds = options.most_seconds,
                         .start_at = options.start_at,
                         .begin = begin,
                         .end = end});
  return report;
}

}  // namespace

int main(int count, char** arguments) {
  CLI::App app("Signs requests, drives a running signetd with them and says in JSON what it took");
  Options options;
  add(app, options);
  CLI11_PARSE(app, count, arguments);
  try {
    std::puts(to_json(run(options)).c_str());
    return 0;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "load: %s\n", failure.what());
    return 1;
  }
}
