// SPDX-License-Identifier: Apache-2.0
// Why the transport itself does not take a request. It is answered and the connection is closed: after bytes that were
// not understood nobody knows where the next request begins.
#pragma once

#include <string_view>

namespace signet::net {

struct Refusal {
  int status = 400;
  std::string_view message;
  std::string_view allow = {};  // value of the Allow header, for 405
  bool answer_has_body = true;  // the answer to HEAD has none
};

}  // namespace signet::net
