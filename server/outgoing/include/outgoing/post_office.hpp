// SPDX-License-Identifier: Apache-2.0
// The couriers and their threads.
#pragma once

#include "outgoing/courier.hpp"

#include <thread>
#include <vector>

namespace signet::outgoing {

class PostOffice {
 public:
  /// What it is given outlives it.
  PostOffice(store::Store& store, store::Committer& committer, const keyring::Keyring& keyring, const Clock& clock,
             observe::Log& log, const PostOptions& options);
  ~PostOffice() { stop(); }
  PostOffice(const PostOffice&) = delete;
  PostOffice& operator=(const PostOffice&) = delete;

  /// Breaks off what is under way, and waits until it is.
  void stop();

 private:
  Rounds rounds_;
  std::vector<std::jthread> threads_;
};

}  // namespace signet::outgoing
