// SPDX-License-Identifier: Apache-2.0
// key import and key export: keys of other tools become files of ours, and ours become theirs.
#include "arguments.hpp"
#include "definitions.hpp"
#include "key_files.hpp"
#include "signet/client/private_file.hpp"
#include "signet/crypto/interchange.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace signet::cli {
namespace {

Result<void> import_public(Session& session, const KeyInput& input, const std::string& in, const std::string& out) {
  const auto key = input.load_public(in);
  if (!key) return std::unexpected(key.error());
  if (const auto done = write_public_file(out, key->to_pem()); !done) return done;
  auto record = describe_key(*key);
  record.push_back(text("publicKeyFile", out));
  return session.show(record);
}

Result<void> import_private(Session& session, const KeyInput& input, const std::string& in, const std::string& out) {
  const auto key = input.load_private(in);
  if (!key) return std::unexpected(key.error());
  if (!key->has_seed()) {
    return fail(fmt::format("{} is a secret key without its seed, and PEM files hold seeds: it signs as it is (signet "
                            "command sign, signet release sign), or make a new key",
                            in));
  }
  const std::string public_file = out + ".pub";
  if (std::filesystem::exists(public_file)) {
    return fail(fmt::format("{} is there already and is not overwritten", public_file));
  }
  const auto written = client::write_private_file(out, key->to_pem().expose(), client::IfThere::refuse);
  if (!written) return written;
  if (const auto done = write_public_file(public_file, key->public_key().to_pem()); !done) return done;
  auto record = describe_key(key->public_key());
  record.push_back(text("privateKeyFile", out));
  record.push_back(text("publicKeyFile", public_file));
  return session.show(record);
}

/// What --as names, of the private half.
Result<SecretBytes> private_form(const crypto::PrivateKey& key, const std::string& form) {
  if (form == "secret") {
    if (has_ed25519(key.algorithm())) return fail("a key with an Ed25519 part has no such form; export its seed");
    return key.expanded();
  }
  if (!key.has_seed()) return fail("this key came without its seed: only --as secret and the public forms need none");
  if (form == "seed") return key.seed();
  if (form == "der") {
    if (is_hybrid_signature(key.algorithm())) return fail("a hybrid key has no DER form; export its PEM or its seed");
    return crypto::to_der(key);
  }
  return key.to_pem();
}

Result<Bytes> public_form(const crypto::PublicKey& key, const std::string& form) {
  if (form == "public-raw") return key.raw();
  if (form == "public-der") {
    if (is_hybrid_signature(key.algorithm())) return fail("a hybrid key has no DER form; export its PEM or raw blob");
    return crypto::to_der(key);
  }
  const auto pem = key.to_pem();
  return Bytes(pem.begin(), pem.end());
}

}  // namespace

Action define_key_import(CLI::App& command) {
  const auto in = positional(command, "FILE", "PEM, PKCS#8 or SubjectPublicKeyInfo in DER, a seed, or a bare key");
  const auto out =
      required_option(command, "--out", "FILE", "The key in PEM; of a private one the public goes to FILE.pub");
  const auto is_public = flag(command, "--public", "FILE is a public key");
  const KeyInput input(command);
  return [=](Session& session) {
    return *is_public ? import_public(session, input, *in, *out) : import_private(session, input, *in, *out);
  };
}

Action define_key_export(CLI::App& command) {
  const auto in = positional(command, "FILE", "A key in any form that key import reads");
  const auto out = required_option(command, "--out", "FILE", "Readable by you alone, if it is private");
  const auto form = choice(command, "--as", {"pem", "der", "seed", "secret", "public-pem", "public-der", "public-raw"},
                           "secret: the standard's own bytes, without the seed (pem)");
  const KeyInput input(command);
  return [=](Session& session) -> Result<void> {
    if (form->starts_with("public-")) {
      const auto key = input.load_public(*in);
      if (!key) return std::unexpected(key.error());
      const auto bytes = public_form(*key, *form);
      if (!bytes) return std::unexpected(bytes.error());
      if (const auto done = write_public_file(*out, as_text(*bytes)); !done) return done;
    } else {
      const auto key = input.load_private(*in);
      if (!key) return std::unexpected(key.error());
      const auto bytes = private_form(*key, *form);
      if (!bytes) return std::unexpected(bytes.error());
      const auto written = client::write_private_file(*out, bytes->expose(), client::IfThere::refuse);
      if (!written) return written;
    }
    session.done(fmt::format("{} written", *out));
    return {};
  };
}

}  // namespace signet::cli
