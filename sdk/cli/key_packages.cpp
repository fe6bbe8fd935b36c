// SPDX-License-Identifier: Apache-2.0
// key-package: what machines leave for each other.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"
#include "signet/client/private_file.hpp"
#include "signet/schema/limits.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

constexpr std::string_view kNone = "no key package is there";

Result<void> deliver(Session& session, const client::TakenKeyPackage& taken, const std::string& out) {
  if (out == "-") {
    session.console().out(as_text(taken.package));
    return {};
  }
  const auto written = client::write_private_file(out, taken.package, client::IfThere::refuse);
  if (!written) return written;
  return session.show({text("fingerprint", taken.fingerprint), text("file", out)});
}

}  // namespace

Action define_key_package_upload(CLI::App& command) {
  const auto file = positional(command, "FILE", "The package; - for standard input");
  return [=](Session& session) -> Result<void> {
    const auto package = read_input(session.console(), *file, limits::kMaxKeyPackage);
    if (!package) return std::unexpected(package.error());
    auto machine = session.machine();
    if (!machine) return std::unexpected(machine.error());
    return session.show_result(machine->upload_key_package(package->expose()));
  };
}

Action define_key_package_count(CLI::App&) {
  return [](Session& session) -> Result<void> {
    auto machine = session.machine();
    if (!machine) return std::unexpected(machine.error());
    return session.show_result(machine->key_packages());
  };
}

Action define_key_package_take(CLI::App& command) {
  const auto owner = positional(command, "MACHINE", "The id of the machine whose package it is");
  const auto out = required_option(command, "--out", "FILE", "Where to write it; - for standard output");
  const auto wait = duration(command, "--wait", "How long to wait for one, at most 60s");
  return [=](Session& session) -> Result<void> {
    auto machine = session.machine();
    if (!machine) return std::unexpected(machine.error());
    const auto taken = machine->take_key_package(*owner, wait->value_or(std::chrono::seconds(0)));
    if (!taken) return std::unexpected(taken.error());
    if (*taken) return deliver(session, **taken, *out);
    if (*out == "-") {
      session.hint(kNone);
      return {};
    }
    session.hint(fmt::format("{}; {} was not written", kNone, *out));
    return session.show({text_or_none("fingerprint", {}), text_or_none("file", {})});
  };
}

}  // namespace signet::cli
