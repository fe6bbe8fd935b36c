// SPDX-License-Identifier: Apache-2.0
#include "machine_access.hpp"

#include "input.hpp"
#include "printable.hpp"
#include "signet/client/in_memory.hpp"
#include "time_text.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

constexpr std::size_t kMaxToken = 4'096;

}  // namespace

MachineAccess::MachineAccess(CLI::App& command, Offer offer)
    : cache_(flag(command, "--cache",
                  "Keep what is read, encrypted, beside the identity, and use it while the server cannot be reached")),
      token_(std::make_shared<std::string>()),
      name_(std::make_shared<std::string>()) {
  if (offer == Offer::cache) return;
  token_ = option(command, "--enroll-token", "FILE",
                  "Enrol for this run only, with the enrolment token in FILE (- for standard input); needs --url and "
                  "--vault");
  name_ = option(command, "--enroll-name", "NAME", "What operators will see of that machine");
  command.get_option("--enroll-token")->excludes("--cache");
}

Result<client::Client> MachineAccess::open(Session& session, std::stop_token stop) const {
  auto connect = session.connect();
  connect.stop = std::move(stop);
  if (!token_->empty()) return enrol(session, connect);
  auto identity = session.identity();
  if (!identity) return std::unexpected(identity.error());
  auto client = client::Client::open(std::move(*identity), connect);
  if (!client || !*cache_) return client;
  if (auto cached = client->use_cache(); !cached) return std::unexpected(cached.error());
  return client;
}

Result<client::Client> MachineAccess::enrol(Session& session, const client::ConnectOptions& connect) const {
  if (session.url().empty()) return fail("say where the server is: --url https://..., or set SIGNET_URL");
  if (session.chosen_vault().empty()) return fail("which vault? Say --vault ID, or set SIGNET_VAULT");
  const auto text = read_input(session.console(), *token_, kMaxToken);
  if (!text) return std::unexpected(text.error());
  auto identity = client::enrol_in_memory(session.url(), session.chosen_vault(), trimmed(*text),
                                          {.name = *name_, .connect = connect}, session.environment());
  if (!identity) return std::unexpected(identity.error());
  return client::Client::open(std::move(*identity), connect);
}

void MachineAccess::warn(Session& session, const client::Client& client, std::optional<client::Time> cached_at) {
  if (cached_at) {
    session.console().err(
        fmt::format("signet: the server cannot be reached; this is what it said at {}\n", show_time(*cached_at)));
  }
  if (const auto problem = client.cache_problem()) {
    session.console().err(fmt::format("signet: the offline cache: {}\n", printable(problem->message)));
  }
}

}  // namespace signet::cli
