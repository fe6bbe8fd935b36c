// SPDX-License-Identifier: Apache-2.0
// An installation in memory for fuzz targets of the server: each request is carried out whole, handler and commit, and
// undone, so that every input meets the same vault.
#pragma once

#include "support/installation.hpp"

#include <map>
#include <string>
#include <string_view>

namespace signet::testing {

/// Nobody but `reader` may ever see it.
inline constexpr std::string_view kFuzzedValue = "the-one-value-of-this-vault-7319";

class FuzzedVault {
 public:
  FuzzedVault();

  /// Aborts at what must never be: an exception in a handler, a status that the protocol does not have, an answer that
  /// should be JSON and is none.
  [[nodiscard]] Answer carry_out(api::Request request);
  /// From its head on, as the transport does it: a refusal before the body is an answer too.
  [[nodiscard]] Answer receive(api::RequestHead head, std::string_view body);

  struct InMemory {
    InMemory();  // files of the database go where writing them costs nothing
  } in_memory;
  Installation vault;
  Signer reader;
  std::map<std::string, std::string, std::less<>> ids;  // of what there is, by the names of path parameters

 private:
  [[nodiscard]] Answer finish(api::Prepared prepared);
  std::unique_ptr<store::Reader> slow_reader_;
};

}  // namespace signet::testing
