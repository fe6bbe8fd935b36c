// SPDX-License-Identifier: Apache-2.0
// What a request without well-formed signature headers is refused with, before its body and after it.
#pragma once

#include "auth/authenticate.hpp"

namespace signet::auth {

/// `reason` is what SignedHeaders::parse() says of them. Any web page can make its visitors' browsers send requests
/// without these headers, so where there are none at all, nothing counts towards lockout.
[[nodiscard]] Refusal refuse_headers(const PresentedHeaders& headers, std::string reason);

}  // namespace signet::auth
