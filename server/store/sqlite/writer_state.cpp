// SPDX-License-Identifier: Apache-2.0
#include "sqlite/writer_state.hpp"

#include "sqlite/query.hpp"

namespace signet::store {
namespace {

constexpr auto kCountLockouts = sql("SELECT scope, count(*) FROM lockouts GROUP BY scope");

}  // namespace

WriterState::WriterState(Connection& connection, Visits& visited_before, LiveNonces& nonces)
    : guard(connection, nonces), visits(visited_before) {
  Query rows(connection, kCountLockouts);
  while (rows.step())
    lockouts.at(static_cast<std::size_t>(rows.integer(0))) = static_cast<std::size_t>(rows.integer(1));
}

}  // namespace signet::store
