// SPDX-License-Identifier: Apache-2.0
// Which fields of each thing are shown, and which of them in tables.
#pragma once

#include "record.hpp"
#include "signet/client/admin_types.hpp"
#include "signet/client/audit_types.hpp"
#include "signet/client/client.hpp"
#include "signet/client/directory_types.hpp"
#include "signet/client/enrolment_types.hpp"
#include "signet/client/gate_types.hpp"
#include "signet/client/key_types.hpp"
#include "signet/client/one_time_types.hpp"
#include "signet/client/policy_types.hpp"
#include "signet/client/secret_changes.hpp"
#include "signet/client/secret_history.hpp"
#include "signet/client/signature_types.hpp"
#include "signet/client/webhook_types.hpp"

namespace signet::cli {

[[nodiscard]] Record describe(const client::Vault& vault);
[[nodiscard]] Record describe(const client::VaultRole& role);
[[nodiscard]] Record describe(const client::Project& project);
[[nodiscard]] Record describe(const client::Application& application);
[[nodiscard]] Record describe(const client::Membership& membership);
[[nodiscard]] Record describe(const client::Secret& secret);
[[nodiscard]] Record describe(const client::SecretVersion& version);
[[nodiscard]] Record describe(const client::SecretNote& note);
[[nodiscard]] Record describe(const client::TrashedSecret& trashed);
[[nodiscard]] Record describe(const client::Purge& purge);
[[nodiscard]] Record describe(const client::Rotation& rotation);
[[nodiscard]] Record describe(const client::ImportRow& row);
[[nodiscard]] Record describe(const client::ExportSetting& settings);
[[nodiscard]] Record describe(const client::SecretItem& item);
[[nodiscard]] Record describe(const client::Grant& grant);
[[nodiscard]] Record describe(const client::Machine& machine);
[[nodiscard]] Record describe(const client::EnrolmentToken& token);
[[nodiscard]] Record describe(const client::VaultSettings& settings);
[[nodiscard]] Record describe(const client::Canary& canary);
[[nodiscard]] Record describe(const client::OneTimeLink& link);
[[nodiscard]] Record describe(const client::MadeLink& made);
[[nodiscard]] Record describe(const client::RevocationEffect& effect);
[[nodiscard]] Record describe(const client::Policy& policy);
[[nodiscard]] Record describe(const client::PolicyBinding& binding);
[[nodiscard]] Record describe(const client::CoSignature& signature);
[[nodiscard]] Record describe(const client::Webhook& webhook);
[[nodiscard]] Record describe(const client::HybridKey& key);
[[nodiscard]] Record describe(const client::UploadedKeyPackage& uploaded);
[[nodiscard]] Record describe(const client::KeyPackageQueue& queue);
[[nodiscard]] Record describe(const client::KeyRecord& key);
[[nodiscard]] Record describe(const client::PlacedSignaturePolicies& policies);
[[nodiscard]] Record describe(const client::SignaturePolicyEffect& effect);
[[nodiscard]] Record describe(const client::SignatureReport& report);
[[nodiscard]] Record describe(const client::AuditCheckpoint& checkpoint);
[[nodiscard]] Record describe(const client::AuditInclusion& proof);
[[nodiscard]] Record describe(const client::AuditConsistency& proof);
[[nodiscard]] Record describe(const client::WriteProof& proof);
[[nodiscard]] Record describe(const client::Operator& who);
[[nodiscard]] Record describe(const client::Authority& authority);
[[nodiscard]] Record describe(const client::Lockout& lockout);
[[nodiscard]] Record describe(const client::Held& held);
[[nodiscard]] Record describe(const client::KeySlot& slot);
[[nodiscard]] Record describe(const client::SealState& state);
[[nodiscard]] Record describe(const client::WrappingKeyRotation& rotation);
[[nodiscard]] Record describe(const client::AuditRecord& record);
[[nodiscard]] Record describe(const client::AuditAction& action);
[[nodiscard]] Record describe(const client::Activity& activity);

}  // namespace signet::cli
