// SPDX-License-Identifier: Apache-2.0
// Certificates as people make them for a trial: by the openssl command line.
#pragma once

#include <filesystem>
#include <string>

namespace signet::testing {

struct Certificate {
  std::filesystem::path certificate;
  std::filesystem::path key;
};

/// Signed by itself, so that it is also the authority to trust. `names` as in "DNS:localhost,IP:127.0.0.1".
[[nodiscard]] Certificate make_certificate(const std::filesystem::path& folder, const std::string& name,
                                           const std::string& names = "DNS:localhost");

}  // namespace signet::testing
