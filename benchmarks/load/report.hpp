// SPDX-License-Identifier: Apache-2.0
// A run as one JSON object. benchmarks/README.md says what each member is.
#pragma once

#include "driver.hpp"
#include "process.hpp"

#include <optional>
#include <string>

namespace signet::load {

/// The server at one moment.
struct Reading {
  Used used;
  Memory memory;
  std::optional<Syncs> syncs;
};

struct Report {
  std::string algorithm, mix;
  bool tls = false;
  std::size_t connections = 0;
  std::optional<double> rate = {};  // of an open loop
  Driven driven{.latencies = Latencies(0), .statuses = {}};
  Reading before = {}, after = {};
  double verify_us = 0;
  double signing_us = 0;  // wall time for one
  std::size_t requests_that_fit = 0;
};

/// One line. What could not be seen is null.
[[nodiscard]] std::string to_json(const Report& report);

}  // namespace signet::load
