// SPDX-License-Identifier: Apache-2.0
// release sign and release verify.
#include "arguments.hpp"
#include "definitions.hpp"
#include "harmless.hpp"
#include "input.hpp"
#include "key_files.hpp"
#include "mapped_file.hpp"
#include "signet/crypto/release.hpp"

#include <fmt/format.h>

namespace signet::cli {
namespace {

/// Longer than anything that a server could take for something else.
constexpr std::size_t kSurelyAFile = 64 * 1'024;

std::string sidecar_of(const std::string& said, const std::string& file) {
  return said.empty() ? file + std::string(crypto::kSidecarSuffix) : said;
}

}  // namespace

Action define_release_sign(CLI::App& command) {
  const auto key_file = required_option(command, "--key", "FILE", "The private key, of SLH-DSA-SHA2-128s");
  const auto file = positional(command, "FILE", "The release");
  const auto out = option(command, "--signature", "FILE", "Where the signature goes (FILE.slhdsa)");
  const KeyInput input(command);
  return [=](Session& session) -> Result<void> {
    const auto key = input.load_private(*key_file);
    if (!key) return std::unexpected(key.error());
    if (key->algorithm() != kReleaseAlgorithm) {
      return fail(std::string(describe(crypto::ReleaseFault::key)) +
                  "; make one: signet key generate --algorithm SLH-DSA-SHA2-128s");
    }
    const auto release = MappedFile::open(*file);
    if (!release) return std::unexpected(release.error());
    if (release->bytes().size() < kSurelyAFile) {
      if (const auto harmless = check_harmless(as_text(release->bytes())); !harmless) return harmless;
    }
    const auto sidecar = sidecar_of(*out, *file);
    if (const auto done = write_public_file(sidecar, crypto::sign_release(*key, release->bytes())); !done) return done;
    session.done(fmt::format("{} written", sidecar));
    return {};
  };
}

Action define_release_verify(CLI::App& command) {
  const auto key_file = required_option(command, "--key", "FILE", "The public key, of SLH-DSA-SHA2-128s");
  const auto file = positional(command, "FILE", "The release");
  const auto signature = option(command, "--signature", "FILE", "The signature (FILE.slhdsa)");
  const KeyInput input(command);
  return [=](Session& session) -> Result<void> {
    const auto key = input.load_public(*key_file);
    if (!key) return std::unexpected(key.error());
    const auto release = MappedFile::open(*file);
    if (!release) return std::unexpected(release.error());
    const auto sidecar = read_input(session.console(), sidecar_of(*signature, *file), crypto::kLongestSidecar);
    if (!sidecar) return std::unexpected(sidecar.error());
    const auto verified = crypto::verify_release(*key, release->bytes(), sidecar->expose_text());
    if (!verified) return fail(std::string(describe(verified.error())));
    if (session.json() || session.prints_field()) return session.show({cli::flag("valid", true)});
    session.done("valid");
    return {};
  };
}

}  // namespace signet::cli
