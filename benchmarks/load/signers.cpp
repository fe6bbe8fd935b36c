// SPDX-License-Identifier: Apache-2.0
#include "signers.hpp"

#include "signet/schema/encoding.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace signet::load {
namespace {

void write_line(std::ostream& out, std::string_view kind, const Signer& signer) {
  out << kind << ' ' << signer.id << ' ' << info(signer.algorithm).name << ' ' << to_hex(signer.seed) << ' ';
  for (std::size_t i = 0; i < signer.secrets.size(); ++i) out << (i == 0 ? "" : ",") << signer.secrets[i];
  out << (signer.secrets.empty() ? "-\n" : "\n");
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, ',');)
    if (part != "-") parts.push_back(part);
  return parts;
}

}  // namespace

void write_signers(const std::filesystem::path& file, const Signers& signers) {
  std::ofstream out(file, std::ios::trunc);
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  out << "vault " << signers.vault << '\n';
  for (const auto& each : signers.operators) write_line(out, "operator", each);
  for (const auto& each : signers.machines) write_line(out, "machine", each);
  if (!out.flush()) throw std::runtime_error(file.string() + " cannot be written");
}

Signers read_signers(const std::filesystem::path& file, Algorithm wanted) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error(file.string() + " cannot be read");
  Signers signers;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    std::istringstream words(line);
    std::string kind, id, name, seed, secrets;
    words >> kind >> id;
    if (kind == "vault") {
      signers.vault = id;
      continue;
    }
    words >> name >> seed >> secrets;
    const auto algorithm = parse_algorithm(name);
    auto bytes = from_hex(seed);
    if ((kind != "operator" && kind != "machine") || !algorithm || !bytes || secrets.empty())
      throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": not a signer");
    if (*algorithm != wanted) continue;
    auto& list = kind == "operator" ? signers.operators : signers.machines;
    list.push_back({std::move(id), *algorithm, std::move(*bytes), split(secrets)});
  }
  return signers;
}

}  // namespace signet::load
