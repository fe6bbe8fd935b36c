// SPDX-License-Identifier: Apache-2.0
// Checkpoints of a log and proofs against them, of a vault's log or the installation's: `audit` is where it lies.
#pragma once

#include "exchange.hpp"
#include "object_reader.hpp"
#include "signet/client/audit_types.hpp"

namespace signet::client {

[[nodiscard]] Result<AuditCheckpoint> ask_checkpoint(Exchange& exchange, const Target& audit,
                                                     std::optional<std::uint64_t> size);
[[nodiscard]] Result<AuditInclusion> ask_inclusion(Exchange& exchange, const Target& audit, std::uint64_t record,
                                                   std::optional<std::uint64_t> size);
[[nodiscard]] Result<AuditConsistency> ask_consistency(Exchange& exchange, const Target& audit, std::uint64_t from,
                                                       std::optional<std::uint64_t> to);
[[nodiscard]] WriteProof read_write_proof(ObjectReader& object);
[[nodiscard]] Result<WriteProof> ask_write_proof(Exchange& exchange, const Target& audit, std::uint64_t record);
[[nodiscard]] Result<void> delete_write_proof(Exchange& exchange, const Target& audit, std::uint64_t record);

}  // namespace signet::client
