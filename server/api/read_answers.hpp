// SPDX-License-Identifier: Apache-2.0
// What reads have in common, in clear and sealed.
#pragma once

#include "handler.hpp"
#include "vault/export.hpp"
#include "vault/read.hpp"

namespace signet::api {

/// Of the secret that the path names, in clear.
[[nodiscard]] vault::ReadAttempt read_attempt(const Call& call);
/// What the body asks for.
[[nodiscard]] vault::Result<vault::ExportAttempt> export_attempt(const Call& call);
/// `{"secrets":[...]}`
[[nodiscard]] Json render_export(const std::vector<vault::Exported>& exported);

[[nodiscard]] std::vector<store::Delivery> news_of(const vault::Reading& reading);
[[nodiscard]] std::vector<store::Delivery> news_of(const std::vector<vault::Exported>& exported);
/// Without the answer the machine knows nothing new: its next poll must say so.
[[nodiscard]] Response unless_lost(Response response, std::vector<store::Delivery> news);

}  // namespace signet::api
