// SPDX-License-Identifier: Apache-2.0
#include "fill.hpp"

#include "maker.hpp"
#include "store/deliveries.hpp"
#include "store/transaction.hpp"

#include <algorithm>
#include <future>
#include <stdexcept>
#include <string>

namespace signet::fill {
namespace {

constexpr std::size_t kProjectsOfCommit = 50;
constexpr std::size_t kVisitsOfCommit = 2000;
constexpr std::string_view kAddress = "127.0.0.1";

void write_machine(store::Transaction& tx, const NewMachine& machine, const ProjectId& project) {
  const auto& row = machine.row;
  tx.take_fingerprints(row.id.str(), machine.fingerprints, std::nullopt);
  tx.insert_machine(row);
  tx.put_last_seen(row.id.str(), {row.created_at, std::string(kAddress)});
  tx.insert_member(row.id, project, row.created_at);
  for (const auto& secret : machine.secrets) {
    tx.insert_grant({.machine = row.id, .machine_name = row.name, .secret = secret, .created_at = row.created_at});
    tx.deliveries().put_delivered(row.id, secret, 1);
  }
}

void write(store::Transaction& tx, const NewProject& project) {
  tx.insert_project(project.row, project.key);
  for (std::size_t i = 0; i < project.secrets.size(); ++i) tx.insert_secret(project.secrets[i], project.versions[i]);
  for (const auto& machine : project.machines) write_machine(tx, machine, project.row.id);
}

/// A project each, all of them in one commit. One task for all would be slow: SQLite goes through the journal of a
/// task's savepoint from its beginning at every statement.
class WriteProject final : public store::Task {
 public:
  WriteProject(const NewProject& project, std::promise<store::Outcome>& outcome)
      : project_(project), outcome_(outcome) {}
  void run(store::Transaction& transaction) override {
    failed_ = true;
    write(transaction, project_);
    failed_ = false;
  }
  void record_failure(store::Transaction&, const std::exception&) override {}
  void done(store::Outcome outcome) noexcept override {
    outcome_.set_value(failed_ ? store::Outcome::failed : outcome);
  }

 private:
  const NewProject& project_;
  std::promise<store::Outcome>& outcome_;
  bool failed_ = false;
};

void commit(store::Committer& committer, const std::vector<NewProject>& projects) {
  std::vector<std::promise<store::Outcome>> outcomes(projects.size());
  std::vector<std::unique_ptr<store::Task>> tasks;
  for (std::size_t i = 0; i < projects.size(); ++i)
    tasks.push_back(std::make_unique<WriteProject>(projects[i], outcomes[i]));
  auto left = committer.submit(std::move(tasks));
  const auto taken = projects.size() - left.size();
  bool all = left.empty();
  for (std::size_t i = 0; i < taken; ++i) all &= outcomes[i].get_future().get() == store::Outcome::committed;
  if (!all) throw std::runtime_error("the database could not be written");
}

/// They are only noted so far.
void write_visits(store::Committer& committer) {
  for (std::size_t written = kVisitsOfCommit; written == kVisitsOfCommit;)
    if (!store::commit_and_wait(committer,
                                [&](store::Transaction& tx) { written = tx.write_visits(kVisitsOfCommit); }))
      throw std::runtime_error("the database could not be written");
}

load::Signer write_owner(store::Transaction& tx, Algorithm algorithm, const VaultId& vault, Instant now) {
  const auto key = crypto::PrivateKey::generate(algorithm);
  const auto id = OperatorId::make(crypto::system_random());
  tx.insert_operator({.id = id,
                      .name = "owner by " + std::string(info(algorithm).name),
                      .root = false,
                      .key = stored(key, now),
                      .created_at = now});
  tx.set_role(id, vault, Role::owner);
  return {id.str(), algorithm, seed_of(key), {}};
}

void add_signers(load::Signers& signers, const std::vector<NewProject>& projects) {
  for (const auto& project : projects)
    for (const auto& machine : project.machines) {
      auto& signer = signers.machines.emplace_back(
          load::Signer{machine.row.id.str(), machine.row.key.algorithm, machine.seed, {}});
      for (const auto& secret : machine.secrets) signer.secrets.push_back(secret.str());
    }
}

}  // namespace

load::Signers fill(store::Committer& committer, const keyring::Keyring& keyring, const VaultId& vault,
                   const Plan& plan) {
  if (plan.secrets == 0 || plan.secrets % kSecretsOfProject != 0) throw std::runtime_error("secrets come in hundreds");
  const Maker maker(keyring, vault, plan);
  load::Signers signers{.vault = vault.str(), .operators = {}, .machines = {}};
  const bool owned = store::commit_and_wait(committer, [&](store::Transaction& tx) {
    signers.operators.clear();
    for (const auto algorithm : plan.algorithms)
      signers.operators.push_back(write_owner(tx, algorithm, vault, maker.now()));
    tx.raise_generation(vault);
  });
  if (!owned) throw std::runtime_error("the database could not be written");
  // The next ones are made while these are written.
  const auto make = [&](std::size_t first) {
    return maker.make(first, std::min(first + kProjectsOfCommit, maker.projects()));
  };
  auto next = std::async(std::launch::async, make, std::size_t{0});
  for (std::size_t first = 0; first < maker.projects(); first += kProjectsOfCommit) {
    const auto projects = next.get();
    if (first + kProjectsOfCommit < maker.projects())
      next = std::async(std::launch::async, make, first + kProjectsOfCommit);
    commit(committer, projects);
    add_signers(signers, projects);
  }
  write_visits(committer);
  return signers;
}

}  // namespace signet::fill
