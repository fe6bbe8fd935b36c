// SPDX-License-Identifier: Apache-2.0
#include "arguments.hpp"
#include "definitions.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

using client::VaultAdmin;

Result<void> show_new_token(Session& session, const client::NewEnrolmentToken& token) {
  const Record record{text("tokenId", token.token_id), text("token", token.token.expose_text()),
                      time("expiresAt", token.expires_at)};
  const auto shown = session.show(record);
  session.hint("The token is not shown again. On the machine:\n  signet enroll --url ... --token -");
  return shown;
}

std::optional<std::string> said(const Text& text) { return text->empty() ? std::nullopt : std::optional(*text); }

/// Nothing said: a bootstrap token. --temporary: for one machine that ends. Anything else: for many.
class TokenArguments {
 public:
  explicit TokenArguments(CLI::App& command)
      : temporary_(flag(command, "--temporary", "For one machine, which a person approves and which ends")),
        name_(option(command, "--name", "NAME", "What it is for")),
        description_(option(command, "--description", "TEXT", "More about that")),
        uses_(std::make_shared<std::optional<std::uint64_t>>()),
        life_(duration(command, "--life", "How long it can be used (24h)")),
        machine_life_(duration(command, "--machine-life", "How long its machines live (1h)")),
        projects_(options(command, "--project", "PROJECT", "Its machines are in it; may be said again")),
        secrets_(options(command, "--secret", "SECRET", "Its machines may read it; may be said again")),
        networks_(options(command, "--network", "CIDR", "Where they may come from; may be said again")),
        hostname_(option(command, "--hostname", "GLOB", "What they must call themselves, such as web-*")),
        template_(option(command, "--name-template", "TEXT", "Their names, with {uuid8}, {uuid}, {hostname}, {n}")) {
    command.add_option("--uses", *uses_, "How many machines may enrol with it: at once approved, until they end")
        ->type_name("N");
  }

  [[nodiscard]] Result<client::TokenRequest> request() const {
    client::TokenRequest request{.name = said(name_),
                                 .description = said(description_),
                                 .uses = *uses_,
                                 .token_life = *life_,
                                 .machine_life = *machine_life_,
                                 .project_ids = *projects_,
                                 .secret_ids = *secrets_,
                                 .networks = *networks_,
                                 .hostname_pattern = said(hostname_),
                                 .name_template = said(template_)};
    const bool many = request.uses || !request.project_ids.empty() || !request.secret_ids.empty();
    if (*temporary_ && many) return fail("--temporary is for one machine: without --uses, --project and --secret");
    if (*temporary_) {
      request.kind = client::TokenKind::temporary;
      if (!request.machine_life) return fail("--temporary needs --machine-life, such as 7d");
    } else if (many) {
      request.kind = client::TokenKind::enrolment;
      if (!request.name) return fail("a token for many machines needs a --name");
      if (!request.uses) return fail("a token for many machines needs --uses");
      request.token_life = request.token_life.value_or(std::chrono::hours(24));
      request.machine_life = request.machine_life.value_or(std::chrono::hours(1));
    } else if (request.name || request.description || request.token_life || request.machine_life ||
               !request.networks.empty() || request.hostname_pattern || request.name_template) {
      return fail("say --uses N for many machines, or --temporary for one that ends");
    }
    return request;
  }

 private:
  Flag temporary_;
  Text name_, description_;
  std::shared_ptr<std::optional<std::uint64_t>> uses_;
  std::shared_ptr<std::optional<std::chrono::seconds>> life_, machine_life_;
  std::shared_ptr<std::vector<std::string>> projects_, secrets_, networks_;
  Text hostname_, template_;
};

}  // namespace

Action define_token_list(CLI::App& command) {
  const Paging paging(command);
  return in_vault([=](Session& session, VaultAdmin& vault) {
    return paging.show(session, [&](const auto& page) { return vault.tokens(page); });
  });
}

Action define_token_show(CLI::App& command) {
  const auto id = positional(command, "TOKEN-ID", "The token's id, not the token");
  return in_vault([=](Session& session, VaultAdmin& vault) { return session.show_result(vault.token(*id)); });
}

Action define_token_create(CLI::App& command) {
  const TokenArguments arguments(command);
  return in_vault([=](Session& session, VaultAdmin& vault) -> Result<void> {
    const auto request = arguments.request();
    if (!request) return std::unexpected(request.error());
    const auto token = vault.create_token(*request);
    if (!token) return std::unexpected(token.error());
    return show_new_token(session, *token);
  });
}

Action define_token_revoke(CLI::App& command) {
  const auto id = positional(command, "TOKEN-ID", "The token's id, not the token");
  return in_vault(
      [=](Session& session, VaultAdmin& vault) { return session.done_result(vault.revoke_token(*id), "revoked"); });
}

}  // namespace signet::cli
