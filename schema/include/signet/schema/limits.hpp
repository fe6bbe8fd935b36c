// SPDX-License-Identifier: Apache-2.0
// Every number that server and clients must agree on. Each has a test one past it.
#pragma once

#include <chrono>
#include <cstddef>

namespace signet::limits {

inline constexpr std::size_t kMaxTarget = 2'048;
inline constexpr std::size_t kMaxHeaderLine = 20 * 1'024;
inline constexpr std::size_t kMaxHeaderBlock = 32 * 1'024;
inline constexpr std::size_t kMaxHeaderFields = 64;
inline constexpr std::size_t kMaxBody = 64 * 1'024;
inline constexpr std::size_t kMaxSecretBody = 256 * 1'024;
inline constexpr std::size_t kMaxBodiesInFlight = 64 * 1'024 * 1'024;
inline constexpr std::size_t kMaxValue = 128 * 1'024;
inline constexpr std::size_t kMaxNote = 4 * 1'024;
inline constexpr std::size_t kMaxName = 255;  // code points
inline constexpr std::size_t kMaxHostname = 253;
inline constexpr std::size_t kMaxJsonDepth = 32;
inline constexpr std::size_t kMaxFields = 64;
inline constexpr std::size_t kMaxPage = 200;
inline constexpr std::size_t kMaxNetworks = 64;      // of an allow-list
inline constexpr std::size_t kMaxOneTimeValue = 100 * 1'024;
inline constexpr std::size_t kMaxPassphrase = 1'024;
inline constexpr std::size_t kMaxDescription = 1'024;
inline constexpr std::size_t kMaxTokenUses = 10'000;
inline constexpr std::size_t kMaxTokenProjects = 64;
inline constexpr std::size_t kMaxTokenSecrets = 500;
inline constexpr std::size_t kMaxTokenNetworks = 64;
inline constexpr std::size_t kMaxHybridKeys = 24;                         // that one machine publishes in a day
inline constexpr std::size_t kMaxKeyPackage = 1'024 * 1'024;
inline constexpr std::size_t kMaxKeyPackageBody = 1'536 * 1'024;
inline constexpr std::size_t kMaxKeyPackages = 100;                       // of one machine, not taken yet
inline constexpr std::size_t kMaxKeyPackageBytes = 16 * 1'024 * 1'024;    // of those
inline constexpr std::size_t kMaxPackagesTaken = 60;                      // by one machine in an hour
inline constexpr std::size_t kMaxWatched = 500;
inline constexpr std::size_t kMaxExportEntries = 10'000;
inline constexpr std::size_t kMaxExportBytes = 16 * 1'024 * 1'024;  // of values
inline constexpr std::chrono::seconds kMaxWait{60};
inline constexpr std::size_t kMaxWaiting = 10'000;  // requests that wait for a change, in all
inline constexpr std::size_t kMaxWaitingOfOne = 4;  // of one identity

inline constexpr std::chrono::seconds kMachineWindowPast{300};
inline constexpr std::chrono::seconds kMachineWindowAhead{60};
inline constexpr std::chrono::seconds kOperatorWindow{30};
inline constexpr std::chrono::seconds kEnrolmentTokenLife{600};
inline constexpr std::chrono::seconds kMinLife{60};  // of a token that says how long, and of a machine
inline constexpr std::chrono::seconds kMinTemporaryLife{3'600};
inline constexpr std::chrono::seconds kMaxLife{366 * 86'400};

}  // namespace signet::limits
