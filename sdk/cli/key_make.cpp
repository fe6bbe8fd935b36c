// SPDX-License-Identifier: Apache-2.0
// key generate and key show.
#include "arguments.hpp"
#include "definitions.hpp"
#include "key_files.hpp"
#include "signet/client/private_file.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace signet::cli {

Action define_key_generate(CLI::App& command) {
  const auto out = required_option(command, "--out", "FILE", "The private key; the public one goes to FILE.pub");
  std::vector<std::string> names;
  for (const auto& algorithm : kSigningAlgorithms) names.emplace_back(algorithm.name);
  const auto algorithm =
      choice(command, "--algorithm", names, fmt::format("Of the key ({})", info(kDefaultAlgorithm).name));
  return [=](Session& session) -> Result<void> {
    const auto wanted = algorithm->empty() ? kDefaultAlgorithm : *parse_algorithm(*algorithm);
    const std::string public_file = *out + ".pub";
    if (std::filesystem::exists(public_file)) {
      return fail(fmt::format("{} is there already and is not overwritten", public_file));
    }
    const auto key = crypto::PrivateKey::generate(wanted);
    const auto pem = key.to_pem();
    const auto written = client::write_private_file(*out, pem.expose(), client::IfThere::refuse);
    if (!written) return written;
    if (const auto done = write_public_file(public_file, key.public_key().to_pem()); !done) return done;
    auto record = describe_key(key.public_key());
    record.push_back(text("privateKeyFile", *out));
    record.push_back(text("publicKeyFile", public_file));
    // Long, and in a file already.
    if (!session.json() && !session.prints_field()) {
      std::erase_if(record, [](const Field& field) { return field.name == "publicKey"; });
    }
    return session.show(record);
  };
}

Action define_key_show(CLI::App& command) {
  const auto file = positional(command, "FILE", "A private or public key, PEM");
  const auto pem = flag(command, "--pem", "Print the public key in PEM and nothing else");
  return [=](Session& session) -> Result<void> {
    const auto key = load_public_key(*file);
    if (!key) return std::unexpected(key.error());
    if (!*pem) return session.show(describe_key(*key));
    session.console().out(key->to_pem());
    return {};
  };
}

}  // namespace signet::cli
