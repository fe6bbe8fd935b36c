// SPDX-License-Identifier: Apache-2.0
#include "signet/client/enrol.hpp"

#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"
#include "signet/schema/encoding.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

constexpr std::size_t kMaxToken = 4'096;

struct TokenArguments {
  Text argument;
  Text option;
  Text file;

  [[nodiscard]] Result<SecretBytes> read(Session& session) const {
    auto& console = session.console();
    const std::string said = option->empty() ? *argument : *option;
    if (!said.empty() && said != "-") return SecretBytes::from_text(said);
    if (!file->empty() || (said == "-" && !console.in_is_terminal())) {
      const auto text = read_input(console, file->empty() ? "-" : *file, kMaxToken);
      if (!text) return std::unexpected(text.error());
      return trimmed(*text);
    }
    return console.ask_hidden("Enrolment token");
  }
};

}  // namespace

Action define_enroll(CLI::App& command) {
  const TokenArguments token{
      optional_positional(command, "TOKEN",
                          "The token. Others on this machine can see it here; that may do for one that has a single "
                          "use and ten minutes to live"),
      option(command, "--token", "TOKEN", "The same; - reads it from standard input, or asks"),
      option(command, "--token-file", "FILE", "Read the token from a file, - for standard input")};
  command.get_option("--token-file")->excludes("--token")->excludes("TOKEN");
  command.get_option("--token")->excludes("TOKEN");
  const auto name = option(command, "--name", "NAME", "What operators will see (the hostname)");
  const auto hostname = option(command, "--hostname", "NAME", "Instead of this machine's own");
  std::vector<std::string> names;
  for (const auto& algorithm : kRequestAlgorithms) names.emplace_back(algorithm.name);
  const auto algorithm =
      choice(command, "--algorithm", names, fmt::format("Of the key ({})", info(kDefaultAlgorithm).name));
  const auto base = option(command, "--base", "FOLDER", "Where identities are kept (SIGNET_HOME or ~/.signet)");
  return [=](Session& session) -> Result<void> {
    if (session.url().empty()) return fail("say where the server is: --url https://..., or set SIGNET_URL");
    const auto text = token.read(session);
    if (!text) return std::unexpected(text.error());
    client::EnrolOptions options{.name = *name, .hostname = *hostname, .base = *base, .connect = session.connect()};
    if (!algorithm->empty()) options.algorithm = *parse_algorithm(*algorithm);
    const auto enrolment = client::enrol(session.url(), *text, options, session.environment());
    if (!enrolment) return std::unexpected(enrolment.error());
    const auto& identity = enrolment->identity;
    const Record record{cli::text("machineId", identity.machine_id),
                        cli::text("machineName", identity.machine_name),
                        cli::text("vaultId", identity.vault_id),
                        cli::text("apiUrl", identity.api_url),
                        cli::text("algorithm", info(*identity.algorithm).name),
                        cli::text("fingerprint", to_hex(enrolment->fingerprint)),
                        cli::text("folder", enrolment->folder.string())};
    const auto shown = session.show(record);
    session.hint(
        fmt::format("The machine is pending. An operator compares the fingerprint and runs:\n"
                    "  signet admin machine approve {}",
                    identity.machine_id));
    return shown;
  };
}

}  // namespace signet::cli
