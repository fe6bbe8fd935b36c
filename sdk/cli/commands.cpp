// SPDX-License-Identifier: Apache-2.0
// Every command there is.
#include "command.hpp"
#include "definitions.hpp"

#include <array>

namespace signet::cli {
namespace {

constexpr std::array kGroups{
    Group{"key", "Make, show and use keys, without a server"},
    Group{"admin", "What operators do"},
    Group{"admin vault", "Vaults"},
    Group{"admin project", "Projects: groups of secrets, and of the machines that may be granted them"},
    Group{"admin secret", "Secrets"},
    Group{"admin machine", "Machines"},
    Group{"admin member", "Which machines are in a project"},
    Group{"admin grant", "Which machines may read a secret"},
    Group{"admin canary", "Secrets that nobody has a reason to read"},
    Group{"admin once", "Links that reveal a value to a person, once"},
    Group{"admin policy", "Access policies: when, from where and how often secrets may be read"},
    Group{"admin token", "Enrolment tokens"},
    Group{"admin operator", "Operators"},
    Group{"admin lockout", "Addresses and ids that failed too often (root)"},
};

constexpr std::array kCommands{
    Command{"enroll", "Give this machine an identity", define_enroll},
    Command{"get", "Read a secret", define_get},
    Command{"list", "List the secrets that this machine may read", define_list},
    Command{"co-sign", "Sign for one read of a secret by another machine", define_co_sign},
    Command{"export", "Print secrets for a shell or another program", define_export},
    Command{"run", "Run a command with secrets", define_run},
    Command{"watch", "Print changes of secrets as they come", define_watch},
    Command{"whoami", "Show this machine's identity", define_whoami},
    Command{"status", "Ask the server whether it is well and knows this machine", define_status},

    Command{"key generate", "Make a key pair", define_key_generate},
    Command{"key show", "Show a key's algorithm, fingerprint and public half", define_key_show},
    Command{"key sign", "Sign a message", define_key_sign},
    Command{"key verify", "Verify a signature", define_key_verify},
    Command{"key prove", "Prove that you hold a key, to become an operator or to enrol by other means",
            define_key_prove},

    Command{"admin setup", "Tell this machine who you are as an operator", define_admin_setup},
    Command{"admin whoami", "Show who you are to the server, and your roles", define_admin_whoami},
    Command{"admin vault list", "List all vaults (root)", define_vault_list},
    Command{"admin vault create", "Make a vault and become its owner (root)", define_vault_create},
    Command{"admin vault show", "Show a vault", define_vault_show},
    Command{"admin vault suspend", "Stop all machines of a vault (root)", define_vault_suspend},
    Command{"admin vault resume", "Let the machines of a vault work again (root)", define_vault_resume},
    Command{"admin vault settings", "Show the settings of a vault, or change them (owner)", define_vault_settings},
    Command{"admin project list", "List projects", define_project_list},
    Command{"admin project create", "Make a project", define_project_create},
    Command{"admin project show", "Show a project", define_project_show},
    Command{"admin project rename", "Rename a project", define_project_rename},
    Command{"admin project delete", "Delete a project that has no secrets", define_project_delete},
    Command{"admin project freeze", "Give a project's machines nothing any more", define_project_freeze},
    Command{"admin project unfreeze", "Let the machines of a frozen project work again (owner)",
            define_project_unfreeze},
    Command{"admin secret list", "List a project's secrets", define_secret_list},
    Command{"admin secret create", "Make a secret; its value comes on standard input", define_secret_create},
    Command{"admin secret show", "Show a secret, without its value", define_secret_show},
    Command{"admin secret rename", "Rename a secret", define_secret_rename},
    Command{"admin secret put", "Give a secret a new value, which comes on standard input", define_secret_put},
    Command{"admin secret delete", "Delete a secret: it stays in the trash for thirty days", define_secret_delete},
    Command{"admin secret versions", "List a secret's versions, newest first, without their values",
            define_secret_versions},
    Command{"admin secret version", "Show a version of a secret, without its value", define_secret_version},
    Command{"admin secret rollback", "Make an older value the current one again, as a new version",
            define_secret_rollback},
    Command{"admin secret note", "Show, set or remove the note on a secret", define_secret_note},
    Command{"admin secret restore", "Take a secret out of the trash; its grants do not come back",
            define_secret_restore},
    Command{"admin secret purge", "Destroy a deleted secret for good", define_secret_purge},
    Command{"admin trash", "List deleted secrets", define_trash},
    Command{"admin machine list", "List machines", define_machine_list},
    Command{"admin machine show", "Show a machine", define_machine_show},
    Command{"admin machine approve", "Let a pending machine in, after comparing its fingerprint",
            define_machine_approve},
    Command{"admin machine deny", "Turn a pending machine away", define_machine_deny},
    Command{"admin machine disable", "Stop a machine until it is enabled again", define_machine_disable},
    Command{"admin machine enable", "Let a disabled machine work again", define_machine_enable},
    Command{"admin machine revoke", "Remove a machine for good; its key can never come back", define_machine_revoke},
    Command{"admin machine rename", "Rename a machine", define_machine_rename},
    Command{"admin member list", "List a project's machines", define_member_list},
    Command{"admin member add", "Put a machine into a project", define_member_add},
    Command{"admin member remove", "Take a machine out of a project, and its grants there away", define_member_remove},
    Command{"admin grant list", "List who may read a secret", define_grant_list},
    Command{"admin grant add", "Let a machine read a secret", define_grant_add},
    Command{"admin grant remove", "Take that away again", define_grant_remove},
    Command{"admin canary list", "List canaries", define_canary_list},
    Command{"admin canary create", "Make a canary in a project; grant it like a secret", define_canary_create},
    Command{"admin canary show", "Show a canary", define_canary_show},
    Command{"admin canary set", "Arm a canary or not, and say what it freezes", define_canary_set},
    Command{"admin once list", "List a project's links that nobody has opened yet", define_once_list},
    Command{"admin once create", "Make a link that reveals once; the value comes on standard input", define_once_create},
    Command{"admin once delete", "Delete a link that nobody has opened yet", define_once_delete},
    Command{"admin policy list", "List a project's access policies", define_policy_list},
    Command{"admin policy create", "Make an access policy in a project", define_policy_create},
    Command{"admin policy show", "Show an access policy", define_policy_show},
    Command{"admin policy replace", "Say anew what an access policy says", define_policy_replace},
    Command{"admin policy delete", "Delete an access policy that nothing is bound to", define_policy_delete},
    Command{"admin policy of", "Show which policy a secret is bound to, and its reads", define_policy_of},
    Command{"admin policy bind", "Bind a secret to a policy, instead of the one it may have", define_policy_bind},
    Command{"admin policy unbind", "Free a secret of its policy", define_policy_unbind},
    Command{"admin token list", "List enrolment tokens", define_token_list},
    Command{"admin token create", "Make an enrolment token: one use, ten minutes, shown once", define_token_create},
    Command{"admin token revoke", "Make a token useless", define_token_revoke},
    Command{"admin operator list", "List operators", define_operator_list},
    Command{"admin operator add", "Add an operator, with what `signet key prove --operator` printed",
            define_operator_add},
    Command{"admin operator role", "Give an operator a role, or another one", define_operator_role},
    Command{"admin operator remove", "Take an operator's role away", define_operator_remove},
    Command{"admin audit", "Show the audit log, newest first", define_audit},
    Command{"admin lockout list", "List failures and lockouts", define_lockout_list},
    Command{"admin lockout clear", "Forget an address's or id's failures", define_lockout_clear},

    Command{"completion", "Print a script that completes commands in a shell", define_completion},
};

}  // namespace

std::span<const Command> all_commands() { return kCommands; }
std::span<const Group> all_groups() { return kGroups; }

}  // namespace signet::cli
