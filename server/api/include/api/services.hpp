// SPDX-License-Identifier: Apache-2.0
// What the pipeline and its handlers work with. All of it is shared by all threads and outlives them.
#pragma once

#include "api/measurements.hpp"
#include "api/waiters.hpp"
#include "audit/checkpoints.hpp"
#include "audit/read_tally.hpp"
#include "auth/budget.hpp"
#include "auth/lockout.hpp"
#include "auth/refusals.hpp"
#include "domain/clock.hpp"
#include "keyring/held_shares.hpp"
#include "keyring/keyring.hpp"
#include "keyring/passphrase.hpp"
#include "observe/log.hpp"
#include "store/disk_watch.hpp"
#include "store/store.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace signet::api {

/// What the housekeeping thread knows of keys from one time to the next.
struct KeyUpkeep {
  std::set<std::string> damaged;  // what was logged of those that do not open: once, and not each second
  std::optional<std::chrono::milliseconds> former_root_key_unused_since;  // monotonic
};

struct Services {
  store::Store& store;
  keyring::Keyring& keyring;
  auth::Lockout& lockout;
  auth::Refusals& refusals;
  audit::ReadTally& reads;
  Waiters& waiters;
  const Clock& clock;
  crypto::Random& random;
  observe::Log& log;
  std::string installation_id;
  std::string public_url = {};             // given to enrolling machines; may be empty
  bool lock_known_addresses = true;        // machines: an id's lock also holds for addresses that were once good
  std::shared_ptr<auth::Budgets> budgets = std::make_shared<auth::Budgets>(auth::Budgets::Rules{});
  std::shared_ptr<keyring::PassphraseHasher> passphrases = std::make_shared<keyring::PassphraseHasher>();
  std::shared_ptr<Measurements> measurements = std::make_shared<Measurements>();
  std::chrono::days keep_write_proofs{365};  // 0: for ever
  /// Gets a line for each checkpoint, after it is durable.
  std::function<void(const std::string& line)> witness = {};
  std::shared_ptr<audit::Heads> heads = std::make_shared<audit::Heads>();
  std::shared_ptr<keyring::HeldShares> held_shares = std::make_shared<keyring::HeldShares>();
  std::shared_ptr<store::DiskWatch> disk = {};  // null: nobody looks at it
  std::shared_ptr<KeyUpkeep> key_upkeep = std::make_shared<KeyUpkeep>();
};

}  // namespace signet::api
