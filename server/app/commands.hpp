// SPDX-License-Identifier: Apache-2.0
// What each command does once its arguments are known. Any may throw store::StoreError.
#pragma once

#include "app/init.hpp"
#include "app/settings.hpp"
#include "store/backup.hpp"
#include "lockouts.hpp"

#include <optional>
#include <string>

namespace signet::app {

struct InitFlags {
  InitRequest request;
  GivenKey given;            // of no meaning without its public key
  std::string operator_dir;  // empty: below SIGNET_HOME or ~/.signet
  bool json = false;
};

struct CopyFlags {
  std::string from;
  std::string to;
  bool keep_enabled = false;
};

/// What goes to standard output.
using Answer = Result<std::string>;

[[nodiscard]] Answer init_command(const Settings& settings, const InitFlags& flags, const Environment& environment);
[[nodiscard]] ExitCode serve_command(const Settings& settings, const std::string& port_file);
[[nodiscard]] Answer migrate_command(const Settings& settings);
[[nodiscard]] Answer backup_command(const Settings& settings, const CopyFlags& flags, const store::Progress& progress);
[[nodiscard]] Answer verify_command(const Settings& settings, const CopyFlags& flags, const store::Progress& progress);
[[nodiscard]] Answer restore_command(const Settings& settings, const CopyFlags& flags, const store::Progress& progress);
[[nodiscard]] Answer check_config_command(const Settings& settings);

}  // namespace signet::app
