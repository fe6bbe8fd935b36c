// SPDX-License-Identifier: Apache-2.0
// A line typed without being shown.
#pragma once

#include "signet/schema/secret_bytes.hpp"

#include <functional>
#include <optional>

namespace signet::cli {

/// From a terminal at this descriptor. Nothing if it was broken off (Ctrl-C, Ctrl-D on an empty line, end of input).
/// `ask` is called once nothing typed is shown any more. The terminal is as before afterwards, whatever happened.
[[nodiscard]] std::optional<SecretBytes> read_hidden_line(int terminal, const std::function<void()>& ask);

}  // namespace signet::cli
