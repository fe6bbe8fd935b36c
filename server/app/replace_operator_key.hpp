// SPDX-License-Identifier: Apache-2.0
// Another key for a root operator whose own one a backup does not know, or who no longer has the one that it knows.
#pragma once

#include "app/exit_code.hpp"
#include "domain/clock.hpp"
#include "first_operator.hpp"
#include "signet/crypto/random.hpp"
#include "store/transaction.hpp"

#include <string>
#include <vector>

namespace signet::app {

/// Recorded in the logs that it concerns. What it changed, a text each. After a failure the transaction is of no use.
[[nodiscard]] Result<std::vector<std::string>> replace_operator_key(store::Transaction& transaction,
                                                                    const ProvenKey& given, crypto::Random& random,
                                                                    Instant now);

}  // namespace signet::app
