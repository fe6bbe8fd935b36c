// SPDX-License-Identifier: Apache-2.0
// What each command does once its arguments are known. Any may throw store::StoreError.
#pragma once

#include "app/init.hpp"
#include "app/settings.hpp"
#include "store/backup.hpp"
#include "lockouts.hpp"

#include <cstdint>
#include <string>

namespace signet::app {

struct InitFlags {
  InitRequest request;
  GivenKey given;            // of no meaning without its public key
  std::string operator_dir;  // empty: below SIGNET_HOME or ~/.signet
  bool json = false;
};

/// What opens a slot, if not the key file.
struct WayFlags {
  std::string passphrase_file;
  std::string recovery_key;
  std::string shares_file;
};

struct CopyFlags {
  std::string from;
  std::string to;
  bool keep_enabled = false;
  GivenKey root_operator;  // of no meaning without its public key
  WayFlags way;
};

struct ArchiveFlags {
  std::string vault;  // empty: the installation's log
  std::int64_t before = 0;
  std::string file;
  WayFlags way;
};

struct SlotFlags {
  WayFlags way;
  std::string kind;
  std::string file;
  unsigned threshold = 0;
  unsigned shares = 0;
  std::string id;
};

/// What goes to standard output.
using Answer = Result<std::string>;

[[nodiscard]] Answer init_command(const Settings& settings, const InitFlags& flags, const Environment& environment);
[[nodiscard]] ExitCode serve_command(const Settings& settings, const std::string& port_file, const WayFlags& flags,
                                     const Environment& environment);
[[nodiscard]] Answer migrate_command(const Settings& settings);
[[nodiscard]] Answer backup_command(const Settings& settings, const CopyFlags& flags, const store::Progress& progress);
[[nodiscard]] Answer verify_command(const Settings& settings, const CopyFlags& flags, const store::Progress& progress);
[[nodiscard]] Answer restore_command(const Settings& settings, const CopyFlags& flags, const store::Progress& progress);
[[nodiscard]] Answer archive_command(const Settings& settings, const ArchiveFlags& flags,
                                     const Environment& environment, const store::Progress& progress);
[[nodiscard]] Answer list_slots_command(const Settings& settings);
[[nodiscard]] Answer test_slot_command(const Settings& settings, const SlotFlags& flags,
                                       const Environment& environment);
[[nodiscard]] Answer add_slot_command(const Settings& settings, const SlotFlags& flags, const Environment& environment);
[[nodiscard]] Answer remove_slot_command(const Settings& settings, const SlotFlags& flags,
                                         const Environment& environment);
[[nodiscard]] Answer recovery_key_command(const SlotFlags& flags);
[[nodiscard]] Answer check_config_command(const Settings& settings);

}  // namespace signet::app
