// SPDX-License-Identifier: Apache-2.0
// The one page for people: it opens a one-time link on the press of a button. Always the same bytes, so that it tells
// nothing of any link; nothing is loaded from anywhere.
#pragma once

#include "api/message.hpp"

namespace signet::api {

[[nodiscard]] Response once_page();

}  // namespace signet::api
