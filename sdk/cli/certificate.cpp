// SPDX-License-Identifier: Apache-2.0
// A certificate for a key of this machine. Only the public half is read.
#include "arguments.hpp"
#include "definitions.hpp"
#include "input.hpp"
#include "signet/client/private_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace signet::cli {
namespace {

constexpr std::size_t kMaxPublicKey = 16 * 1'024;
constexpr std::string_view kBegin = "-----BEGIN PUBLIC KEY-----", kEnd = "-----END PUBLIC KEY-----";

/// The base64 between the lines of a PEM block, on one line.
Result<std::string> base64_of_pem(std::string_view pem, const std::string& file) {
  if (!pem.starts_with(kBegin) || !pem.ends_with(kEnd)) return fail(fmt::format("{} is no public key in PEM", file));
  std::string text(pem.substr(kBegin.size(), pem.size() - kBegin.size() - kEnd.size()));
  std::erase_if(text, [](char c) { return c == '\n' || c == '\r'; });
  return text;
}

/// id_ed25519.pub -> id_ed25519-cert.pub, as ssh looks for it; key.pem -> key.crt.
std::filesystem::path default_place(const std::string& file, bool ssh) {
  std::filesystem::path path(file);
  if (!ssh) return path.replace_extension(".crt");
  const auto stem = path.extension() == ".pub" ? path.stem().string() : path.filename().string();
  return path.replace_filename(stem + "-cert.pub");
}

Result<void> write(const std::filesystem::path& path, std::string text) {
  if (!text.ends_with('\n')) text += '\n';
  return client::write_private_file(path, as_bytes(text), client::IfThere::replace);
}

}  // namespace

Action define_certificate(CLI::App& command) {
  const auto id = positional(command, "SECRET", "The certificate secret's id");
  const auto ssh = option(command, "--ssh-key", "FILE", "An OpenSSH public key, ssh-ed25519");
  const auto x509 = option(command, "--x509-key", "FILE", "A public key in PEM, of P-256 or Ed25519");
  command.get_option("--x509-key")->excludes("--ssh-key");
  const auto validity = std::make_shared<std::uint32_t>(0);
  command.add_option("--validity", *validity, "For how long; as long as the secret allows if nothing is said")
      ->type_name("SECONDS");
  const auto out = option(command, "--out", "FILE", "Where to write it; beside the key if nothing is said");
  return [=](Session& session) -> Result<void> {
    const bool for_ssh = !ssh->empty();
    const auto& file = for_ssh ? *ssh : *x509;
    if (file.empty()) return fail("give --ssh-key or --x509-key");
    const auto read = read_input(session.console(), file, kMaxPublicKey);
    if (!read) return std::unexpected(read.error());
    client::CertificateRequest request;
    const auto key = trimmed(*read);
    if (for_ssh) {
      request.ssh_key = key.expose_text();
    } else {
      auto base64 = base64_of_pem(key.expose_text(), file);
      if (!base64) return std::unexpected(base64.error());
      request.x509_key = std::move(*base64);
    }
    if (*validity != 0) request.validity = std::chrono::seconds(*validity);
    auto client = session.machine();
    if (!client) return std::unexpected(client.error());
    const auto made = client->certificate(*id, request);
    if (!made) return std::unexpected(made.error());

    const auto place = out->empty() ? default_place(file, for_ssh) : std::filesystem::path(*out);
    if (auto written = write(place, made->certificate); !written) return written;
    Record shown{text("certificateType", made->type), text("file", place.string()),
                 time("validAfter", made->valid_after), time("validBefore", made->valid_before)};
    for (const auto& [name, value] : made->fields) {
      if (name == "chain") {
        const auto chain = std::filesystem::path(place).replace_extension(".chain.pem");
        if (auto written = write(chain, value); !written) return written;
        shown.push_back(text("chainFile", chain.string()));
      } else if (name == "username" || name == "host" || name == "commonName") {
        shown.push_back(text(name == "username" ? "username" : name == "host" ? "host" : "commonName", value));
      }
    }
    return session.show(shown);
  };
}

}  // namespace signet::cli
