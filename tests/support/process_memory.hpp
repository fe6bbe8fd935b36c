// SPDX-License-Identifier: Apache-2.0
// What a core dump of a running process would hold.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace signet::testing {

/// Whether the kernel lets this user.
[[nodiscard]] bool may_look_into(pid_t process);
/// How often `what` stands anywhere in its memory, while it is stopped. Throws std::runtime_error if it may not look.
[[nodiscard]] std::size_t count_in_memory(pid_t process, std::string_view what);

/// The value of a line of /proc/PID/status, such as "VmLck"; empty if there is none.
[[nodiscard]] std::string status_of(pid_t process, std::string_view name);

}  // namespace signet::testing
