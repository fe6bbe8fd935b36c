// SPDX-License-Identifier: Apache-2.0
// Whether a browser says that a page of another site made it send this request. Routes without a signature count their
// failures, and a page must not be able to use up those of its visitors' address.
#pragma once

#include "api/message.hpp"

namespace signet::api {

/// `public_url` is what this server is reached by, or empty: then only Sec-Fetch-Site tells. Who is no browser sends
/// neither header, and gains nothing by doing so.
[[nodiscard]] bool is_from_foreign_page(const RequestHead& head, std::string_view public_url);

}  // namespace signet::api
