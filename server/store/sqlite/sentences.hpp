// SPDX-License-Identifier: Apache-2.0
// What went wrong with a file or its database, said to the operator: what, where, and what to do.
#pragma once

#include "sqlite/connection.hpp"

#include <string>

namespace signet::store {

[[nodiscard]] std::string file_sentence(const std::string& file, int error_number);
[[nodiscard]] std::string database_sentence(const std::string& file, const SqliteError& error);
[[nodiscard]] std::string damaged_sentence(const std::string& file, const std::string& detail);

}  // namespace signet::store
