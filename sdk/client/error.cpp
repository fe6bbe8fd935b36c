// SPDX-License-Identifier: Apache-2.0
#include "signet/client/error.hpp"

#include <utility>

namespace signet::client {

std::string_view name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::authentication: return "authentication";
    case ErrorKind::access_denied: return "access_denied";
    case ErrorKind::not_found: return "not_found";
    case ErrorKind::conflict: return "conflict";
    case ErrorKind::locked_out: return "locked_out";
    case ErrorKind::sealed_or_busy: return "sealed_or_busy";
    case ErrorKind::invalid_request: return "invalid_request";
    case ErrorKind::network: return "network";
    case ErrorKind::tls: return "tls";
    case ErrorKind::clock_skew: return "clock_skew";
    case ErrorKind::local: return "local";
    case ErrorKind::server: return "server";
  }
  std::unreachable();
}

}  // namespace signet::client
