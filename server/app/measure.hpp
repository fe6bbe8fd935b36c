// SPDX-License-Identifier: Apache-2.0
// The numbers of the whole server and the page that shows them, on a listener of its own.
#pragma once

#include "api/measurements.hpp"
#include "app/config.hpp"
#include "net/server.hpp"
#include "observe/log.hpp"
#include "store/disk_watch.hpp"
#include "store/store.hpp"

#include <atomic>
#include <memory>
#include <optional>

namespace signet::app {

class Measuring {
 public:
  /// Binds the port, if there is to be one.
  Measuring(const Config& config, observe::Log& log);

  // From any thread, without a lock.
  void committed(const store::GroupReport& group);
  void answered(api::Measurements& measurements, const net::Answered& answer);

  struct Sources {
    const api::Measurements& api;
    const net::Server& server;
    const store::Committer& committer;
    store::Store& store;
    const store::DiskWatch& disk;
  };
  /// Shows the page while the result lives, which `sources` and this outlive; null if there is to be none.
  [[nodiscard]] std::unique_ptr<net::Server> show(const Sources& sources);

 private:
  [[nodiscard]] std::string page(const Sources& sources, store::Reader& reader) const;
  void write_files(observe::Exposition& out) const;

  const Config& config_;
  observe::Log& log_;
  net::ListenerOptions options_;
  std::optional<net::BoundPorts> ports_;
  observe::Histogram members_{1, 2, 4, 8, 16, 32, 64, 128, 256};
  observe::Histogram took_{0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5};
  std::atomic<std::size_t> live_nonces_ = 0;
};

}  // namespace signet::app
