// SPDX-License-Identifier: Apache-2.0
#include "definitions.hpp"
#include "session.hpp"
#include "signet/client/signing_keys.hpp"
#include "signet/schema/encoding.hpp"

namespace signet::cli {

Action define_whoami(CLI::App&) {
  return [](Session& session) -> Result<void> {
    const auto identity = session.identity();
    if (!identity) return std::unexpected(identity.error());
    const auto key = client::load_signing_keys(identity->private_key_path);
    if (!key) return std::unexpected(key.error());
    return session.show({text("machineId", identity->machine_id), text("machineName", identity->machine_name),
                         text("vaultId", identity->vault_id), text("apiUrl", identity->api_url),
                         text("algorithm", key->algorithm_name()), text("fingerprint", to_hex(key->fingerprint())),
                         text("privateKeyPath", identity->private_key_path.string())});
  };
}

}  // namespace signet::cli
