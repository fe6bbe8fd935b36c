// SPDX-License-Identifier: Apache-2.0
// Ids exist only if they are well-formed. Prefixed ids are `prefix` + n characters of [a-z0-9]; machines and operators
// have lower-case UUIDs of version 4.
#pragma once

#include "signet/crypto/random.hpp"

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace signet {

/// `Tag` gives `kPrefix` and `kLength` (random characters); an empty prefix means a UUID.
template <class Tag>
class Id {
 public:
  [[nodiscard]] static std::optional<Id> parse(std::string_view text);
  [[nodiscard]] static Id make(crypto::Random& random);
  [[nodiscard]] const std::string& str() const { return text_; }
  auto operator<=>(const Id&) const = default;

 private:
  explicit Id(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

namespace id_tag {
struct Installation { static constexpr std::string_view kPrefix = "inst_"; static constexpr std::size_t kLength = 16; };
struct Vault { static constexpr std::string_view kPrefix = "vault_"; static constexpr std::size_t kLength = 16; };
struct Project { static constexpr std::string_view kPrefix = "proj_"; static constexpr std::size_t kLength = 10; };
struct Secret { static constexpr std::string_view kPrefix = "sk_"; static constexpr std::size_t kLength = 10; };
struct Token { static constexpr std::string_view kPrefix = "tok_"; static constexpr std::size_t kLength = 10; };
struct Slot { static constexpr std::string_view kPrefix = "slot_"; static constexpr std::size_t kLength = 10; };
struct Application { static constexpr std::string_view kPrefix = "app_"; static constexpr std::size_t kLength = 10; };
struct Policy { static constexpr std::string_view kPrefix = "pol_"; static constexpr std::size_t kLength = 10; };
struct Webhook { static constexpr std::string_view kPrefix = "hook_"; static constexpr std::size_t kLength = 10; };
struct Authority { static constexpr std::string_view kPrefix = "ca_"; static constexpr std::size_t kLength = 10; };
struct Link { static constexpr std::string_view kPrefix = "once_"; static constexpr std::size_t kLength = 10; };
struct Rotation { static constexpr std::string_view kPrefix = "rot_"; static constexpr std::size_t kLength = 10; };
struct Machine { static constexpr std::string_view kPrefix = ""; static constexpr std::size_t kLength = 0; };
struct Operator { static constexpr std::string_view kPrefix = ""; static constexpr std::size_t kLength = 0; };
}  // namespace id_tag

using InstallationId = Id<id_tag::Installation>;
using VaultId = Id<id_tag::Vault>;
using ProjectId = Id<id_tag::Project>;
using SecretId = Id<id_tag::Secret>;
using TokenId = Id<id_tag::Token>;
using SlotId = Id<id_tag::Slot>;
using ApplicationId = Id<id_tag::Application>;
using PolicyId = Id<id_tag::Policy>;
using WebhookId = Id<id_tag::Webhook>;
using AuthorityId = Id<id_tag::Authority>;
using LinkId = Id<id_tag::Link>;
using RotationId = Id<id_tag::Rotation>;
using MachineId = Id<id_tag::Machine>;
using OperatorId = Id<id_tag::Operator>;

extern template class Id<id_tag::Installation>;
extern template class Id<id_tag::Vault>;
extern template class Id<id_tag::Project>;
extern template class Id<id_tag::Secret>;
extern template class Id<id_tag::Token>;
extern template class Id<id_tag::Slot>;
extern template class Id<id_tag::Application>;
extern template class Id<id_tag::Policy>;
extern template class Id<id_tag::Webhook>;
extern template class Id<id_tag::Authority>;
extern template class Id<id_tag::Link>;
extern template class Id<id_tag::Rotation>;
extern template class Id<id_tag::Machine>;
extern template class Id<id_tag::Operator>;

}  // namespace signet
