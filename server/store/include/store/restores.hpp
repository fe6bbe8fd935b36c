// SPDX-License-Identifier: Apache-2.0
// What a restore from a backup withdraws, and whom it holds until root has looked.
#pragma once

#include "domain/clock.hpp"
#include "domain/ids.hpp"
#include "store/page.hpp"

#include <cstdint>
#include <string>

namespace signet::store {

/// A machine or an operator; the id says which.
struct HeldIdentity {
  std::int64_t seq;
  std::string id;
};

struct Withdrawn {
  std::int64_t enrolment_tokens;
  std::int64_t one_time_links;
  std::int64_t key_packages;
};

class RestoreReads {
 public:
  virtual ~RestoreReads() = default;
  virtual bool is_held(const std::string& identity) = 0;
  virtual Page<HeldIdentity> list_held(const PageRequest& page) = 0;
  /// Unix seconds: of a spent nonce or an audit record, whichever is newest. 0 if there is none.
  virtual std::int64_t newest_timestamp() = 0;
};

class RestoreWrites {
 public:
  virtual ~RestoreWrites() = default;
  /// Unix seconds. It never falls.
  virtual void raise_nonce_floor(std::int64_t timestamp) = 0;
  /// Deletes all enrolment tokens, one-time links, key packages, and the keys that identity tokens are signed with: the
  /// backup cannot know which of them was distrusted since. The packages count as handed out, so none comes back.
  virtual Withdrawn withdraw_handouts(Instant now) = 0;
  /// Every enabled machine is disabled and held, every operator but root is held. How many of both.
  virtual std::int64_t hold_all_but_root() = 0;
  /// Every root operator but this one, who is not held any more. How many more are held now.
  virtual std::int64_t hold_roots_but(const OperatorId& id) = 0;
  /// REQUIRES: it is held. A machine is enabled again.
  virtual void release(const std::string& identity) = 0;
};

}  // namespace signet::store
