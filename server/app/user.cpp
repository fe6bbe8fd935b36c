// SPDX-License-Identifier: Apache-2.0
// Giving root's rights up. What cannot be proven to have worked ends the process.
#include "app/process.hpp"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>

namespace signet::app {
namespace {

bool is_all(uid_t uid, gid_t gid) {
  uid_t real = 0, effective = 0, saved = 0;
  gid_t real_group = 0, effective_group = 0, saved_group = 0;
  if (getresuid(&real, &effective, &saved) != 0 || getresgid(&real_group, &effective_group, &saved_group) != 0)
    return false;
  return real == uid && effective == uid && saved == uid && real_group == gid && effective_group == gid &&
         saved_group == gid;
}

/// Groups first: afterwards there is no right to change them.
bool give_root_up(const passwd& user) {
  return initgroups(user.pw_name, user.pw_gid) == 0 && setresgid(user.pw_gid, user.pw_gid, user.pw_gid) == 0 &&
         setresuid(user.pw_uid, user.pw_uid, user.pw_uid) == 0 && is_all(user.pw_uid, user.pw_gid) && setuid(0) != 0 &&
         setgid(0) != 0;
}

}  // namespace

Result<void> become(const std::string& user) {
  if (user.empty()) return {};
  const auto wrong = [&](std::string_view why) {
    return fail(ExitCode::usage, fmt::format("user = \"{}\": {}", user, why));
  };
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 16'384> memory{};
  if (getpwnam_r(user.c_str(), &entry, memory.data(), memory.size(), &found) != 0 || found == nullptr)
    return wrong("this machine has no such user");
  if (entry.pw_uid == 0) return wrong("that is root: name a user without its rights");
  if (is_all(entry.pw_uid, entry.pw_gid)) return {};
  if (geteuid() != 0) return wrong("only root can become another user; start signetd as that user, or as root");
  if (!give_root_up(entry)) return wrong("root's rights cannot be given up");
  // The kernel allows core dumps and debuggers again, or not, as it likes.
  if (prctl(PR_SET_DUMPABLE, 0) != 0) return wrong("core dumps cannot be switched off");
  return {};
}

}  // namespace signet::app
