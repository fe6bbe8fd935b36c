// SPDX-License-Identifier: Apache-2.0
// Fills the installation that `signetd init` made. The server must not run.
#include "fill.hpp"
#include "keyring/root_key_slot.hpp"
#include "store/snapshot.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdio>
#include <stdexcept>

namespace {

using namespace signet;

struct Options {
  std::filesystem::path data_dir, root_key_file, signers;
  std::vector<std::string> algorithms{"Ed25519"};
  fill::Plan plan;
};

keyring::Keyring open_keyring(const std::filesystem::path& file, store::Snapshot& snapshot) {
  const auto slot_key = keyring::read_key_file(file);
  if (!slot_key) throw std::runtime_error(slot_key.error());
  const auto id = snapshot.load_installation().root_key_id;
  for (const auto& slot : snapshot.list_key_slots())
    if (const auto root = keyring::unwrap_root_key(slot_key->expose(), slot.id, slot.kind, id, slot.wrapped_root_key))
      return keyring::Keyring(root->expose(), crypto::system_random());
  throw std::runtime_error(file.string() + " is not the key of this data folder");
}

void run(Options& options) {
  options.plan.algorithms.clear();
  for (const auto& name : options.algorithms) {
    const auto algorithm = parse_algorithm(name);
    if (!algorithm) throw std::runtime_error(name + " is no algorithm");
    options.plan.algorithms.push_back(*algorithm);
  }
  const auto begin = std::chrono::steady_clock::now();
  const auto store = store::open_sqlite(options.data_dir / "signet.db");
  const auto start = [&] {
    const auto reader = store->reader();
    const auto snapshot = reader->snapshot();
    const auto vaults = snapshot->list_vaults({.limit = 1});
    if (vaults.items.empty()) throw std::runtime_error("the installation has no vault");
    return std::pair(open_keyring(options.root_key_file, *snapshot), vaults.items.front().id);
  }();
  const auto committer = store->committer({});
  const auto signers = fill::fill(*committer, start.first, start.second, options.plan);
  committer->stop();
  load::write_signers(options.signers, signers);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  std::printf("%zu secrets, %zu machines in %.1f s\n", options.plan.secrets, signers.machines.size(), taken.count());
}

}  // namespace

int main(int count, char** arguments) {
  CLI::App app("Fills an empty installation with secrets, machines and grants, and writes down who can sign");
  Options options;
  app.add_option("--data-dir", options.data_dir, "As signetd has it")->required();
  app.add_option("--root-key-file", options.root_key_file, "As signetd has it")->required();
  app.add_option("--signers", options.signers, "File to write: ids and keys of those who can sign")->required();
  app.add_option("--secrets", options.plan.secrets, "How many, in hundreds; a machine for ten")->capture_default_str();
  app.add_option("--value-bytes", options.plan.value_bytes, "Of each")->capture_default_str();
  app.add_option("--algorithms", options.algorithms, "Each has all these machines")
      ->delimiter(',')
      ->capture_default_str();
  CLI11_PARSE(app, count, arguments);
  try {
    run(options);
    return 0;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "fill: %s\n", failure.what());
    return 1;
  }
}
