// SPDX-License-Identifier: Apache-2.0
// What former root keys and project keys wrap is wrapped again, and then they are destroyed.
#pragma once

#include "api/services.hpp"

namespace signet::api {

/// Some of it: the rest when it is called again. Whatever happens between, what is there opens.
void wrap_again(const Services& services, store::Committer& committer);
/// If nothing is wrapped by them any more, and nobody reads what was.
void destroy_former_root_keys(const Services& services, store::Committer& committer);

}  // namespace signet::api
