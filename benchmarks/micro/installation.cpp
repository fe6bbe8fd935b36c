// SPDX-License-Identifier: Apache-2.0
#include "installation.hpp"

#include "fill.hpp"
#include "keyring/root_key_slot.hpp"
#include "signet/crypto/digest.hpp"
#include "signet/schema/canonical_request.hpp"
#include "signet/schema/encoding.hpp"

#include <array>
#include <cstdlib>
#include <ctime>
#include <stdexcept>

namespace signet::micro {
namespace {

/// In the folder of the call: /tmp may be memory, and a commit must wait for a disk.
std::filesystem::path make_folder() {
  auto pattern = (std::filesystem::current_path() / "signet-micro-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("no folder can be made here");
  return pattern;
}

std::unique_ptr<store::Store> make_store(const std::filesystem::path& file) {
  store::create_sqlite(file);
  return store::open_sqlite(file);
}

constexpr std::array kAlgorithms{Algorithm::ed25519, Algorithm::mldsa65, Algorithm::ed25519_mldsa65};

}  // namespace

struct Installation::Parts {
  auth::Lockout lockout{{}, {}};
  auth::Refusals refusals;
  audit::ReadTally reads;
  api::Waiters waiters;
  observe::Log log{{.level = observe::Level::error}};
};

Installation& Installation::shared() {
  static Installation one;
  return one;
}

Installation::Installation()
    : folder_(make_folder()),
      keyring_(keyring::make_root_key(crypto::system_random()).expose(), crypto::system_random()),
      vault_(VaultId::make(crypto::system_random())),
      store_(make_store(folder_ / "signet.db")),
      parts_(std::make_unique<Parts>()) {
  const auto id = InstallationId::make(crypto::system_random());
  services_.reset(new api::Services{.store = *store_,
                                    .keyring = keyring_,
                                    .lockout = parts_->lockout,
                                    .refusals = parts_->refusals,
                                    .reads = parts_->reads,
                                    .waiters = parts_->waiters,
                                    .clock = system_clock(),
                                    .random = crypto::system_random(),
                                    .log = parts_->log,
                                    .installation_id = id.str()});
  committer_ = store_->committer({});
  const auto now = system_clock().now();
  const bool made = store::commit_and_wait(*committer_, [&](store::Transaction& tx) {
    tx.create_installation({.id = id, .root_key_id = keyring_.root_key_id()}, now);
    tx.insert_vault({.id = vault_, .name = "benchmark", .created_at = now});
  });
  if (!made) throw std::runtime_error("the database could not be written");
  signers_ = fill::fill(*committer_, keyring_, vault_, {.algorithms = {kAlgorithms.begin(), kAlgorithms.end()}});
}

Installation::~Installation() {
  committer_.reset();
  store_.reset();
  std::filesystem::remove_all(folder_);
}

const load::Signer& Installation::machine(Algorithm algorithm, std::size_t number) const {
  // Project by project: ten by the first algorithm, ten by the next.
  const auto place = static_cast<std::size_t>(std::ranges::find(kAlgorithms, algorithm) - kAlgorithms.begin());
  constexpr std::size_t kOfProject = fill::kSecretsOfProject / fill::kSecretsOfMachine;
  number %= signers_.machines.size() / kAlgorithms.size();
  return signers_
      .machines[number / kOfProject * kAlgorithms.size() * kOfProject + place * kOfProject + number % kOfProject];
}

Granted Installation::granted(std::size_t number) {
  const auto& signer = machine(Algorithm::ed25519, number);
  const auto secret = SecretId::parse(signer.secrets[number / 7 % signer.secrets.size()]);
  const auto reader = store_->reader();
  return {*MachineId::parse(signer.id), reader->snapshot()->find_secret(*secret)->project, *secret};
}

api::Request Installation::sign_read(Algorithm algorithm, std::size_t number) const {
  const auto& signer = machine(algorithm, number);
  const auto key = crypto::PrivateKey::from_seed(signer.algorithm, signer.seed);
  std::array<std::uint8_t, 16> fresh{};
  crypto::system_random().fill(fresh);
  const auto nonce = to_base64(fresh), timestamp = std::to_string(std::time(nullptr));
  auto target = "/v1/secret/" + signer.secrets[number % signer.secrets.size()];
  const auto payload = canonical_request("GET", target, timestamp, nonce, crypto::sha256_hex({}));
  api::RequestHead head{"GET", std::move(target), {}, *Address::parse("127.0.0.1")};
  head.headers = {{"Host", "localhost"},
                  {std::string(header::kMachineId), signer.id},
                  {std::string(header::kTimestamp), timestamp},
                  {std::string(header::kNonce), nonce},
                  {std::string(header::kSignature), to_base64(key.sign(as_bytes(payload)))}};
  return {std::move(head), {}};
}

}  // namespace signet::micro
