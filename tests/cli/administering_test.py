# SPDX-License-Identifier: Apache-2.0
"""Which request each admin command sends, how lists are walked, where values come from."""
import json

from command_line import MACHINE, OPERATOR, CommandLineTest, main

VAULT = {"vaultId": "vault_a", "name": "Prod", "status": "active", "createdAt": 1795000000000}
PROJECT = {"projectId": "proj_1", "name": "payments", "applicationId": None, "createdAt": 1795000000000, "frozenAt": None}
APPLICATION = {"applicationId": "app_1", "name": "shop", "projects": [PROJECT], "createdAt": 1795000000000}
SECRET = {"secretId": "sk_1", "projectId": "proj_1", "name": "db", "kind": "standard",
          "fieldNames": None, "version": 1,
          "createdAt": 1795000000000, "updatedAt": 1795000000000}
VERSION = {"secretId": "sk_1", "version": 2, "current": False, "fieldNames": ["a"], "origin": "set",
           "createdAt": 1795000000000, "createdBy": OPERATOR}
NOTE = {"secretId": "sk_1", "note": "n", "updatedAt": 1795000000000, "updatedBy": OPERATOR}
TRASHED = {**SECRET, "deletedAt": 1795000000000, "purgeAt": 1797592000000}
ROTATION = {"secretId": "sk_1", "charset": "numbers", "length": 9, "fields": None, "intervalSeconds": 300,
            "nextAt": 1795000300000, "lastAt": None, "updatedAt": 1795000000000}
PURGE = {**TRASHED, "versions": 2, "hasNote": True, "purged": True}
FINGERPRINT = "0123456789abcdef" * 4
THE_MACHINE = {"machineId": MACHINE, "name": "web-1", "hostname": "h", "state": "pending", "algorithm": "Ed25519",
               "fingerprint": FINGERPRINT, "keyEpoch": 1, "createdAt": 1795000000000, "expiresAt": None, "lastSeenAt": None,
               "lastSeenIp": None, "secretsGranted": 0, "kind": "standard", "readsLastDay": 0}
GRANT = {"machineId": MACHINE, "machineName": "web-1", "secretId": "sk_1", "kind": "read", "createdAt": 1795000000000}
ADA = {"operatorId": OPERATOR, "name": "Ada", "role": "admin", "root": False, "algorithm": "ML-DSA-65", "fingerprint": "f",
       "createdAt": 1795000000000, "lastSeenAt": None, "lastSeenIp": None}
TOKEN = {"tokenId": "tok_1", "kind": "enrolment", "name": "fleet", "description": None, "state": "active",
         "createdAt": 1795000000000, "createdBy": OPERATOR, "expiresAt": 1795000600000, "uses": 2, "usesLeft": 1,
         "revoked": False, "machineLifetimeSeconds": 60, "projectIds": ["proj_1"], "secretIds": [], "networks": [],
         "hostnamePattern": None, "nameTemplate": None}
MADE_TOKEN = {"tokenId": "tok_1", "token": "t", "expiresAt": 1}
EFFECT = {"machineId": MACHINE, "name": "web-1", "projects": [{"projectId": "proj_1", "name": "p"}],
          "grants": [{"secretId": "sk_1", "name": "s", "projectId": "proj_1", "kind": "read"}],
          "coSigns": [{"policyId": "pol_1", "name": "two", "projectId": "proj_1"}],
          "tokens": [{"tokenId": "tok_1", "name": None, "usesLeft": 1, "expiresAt": 1}]}
ISSUER_KEY = {"keyId": "0123456789abcdef", "algorithm": "Ed25519+ML-DSA-65", "publicKey": "AQID",
              "createdAt": 1795000000000}
HELD = {"kind": "machine", "id": MACHINE, "name": "web-1", "vaultId": "vault_a", "algorithm": "Ed25519", "fingerprint": "f",
        "keyCreatedAt": 1795000000000, "lastSeenAt": None, "lastSeenIp": None}
SLOT = {"slotId": "slot_1", "kind": "shares", "createdAt": 1795000000000, "threshold": 2, "shares": 3, "held": 0}
WRAPPING_ROTATION = {"projectId": None, "vaultId": None, "key": "fac98b82197435fa", "total": 3, "remaining": 2,
            "startedAt": 1795000000000}
LOCKOUT = {"scope": "id", "subject": MACHINE, "failures": 3, "lockedUntil": 1795000000000}
RECORD = {"seq": 1, "log": "vault_a", "at": 1795000000000, "action": "secret_read", "severity": "low",
          "actorKind": "machine", "actorId": MACHINE, "machineId": MACHINE, "secretId": "sk_1", "sourceIp": "10.0.0.7",
          "detail": "read", "proof": "A" * 43 + "="}
WRITE_PROOF = {"log": "vault_a", "record": 3, "payload": "POST:/v1:1795000000:nonce:hash", "signature": "AA==",
               "salt": "A" * 43 + "="}
POLICY = {"policyId": "pol_1", "projectId": "proj_1", "name": "office", "description": "", "timeWindowEnabled": False,
          "timeWindowStart": None, "timeWindowEnd": None, "timeWindowTimezone": None, "timeWindowDays": [],
          "ipAllowlistEnabled": False, "ipAllowlistCidrs": [], "rateCapEnabled": False, "maxReadsPerDay": None,
          "maxReadsPerMinute": None, "coSignEnabled": False, "coSignMachineId": None, "coSignWindowSeconds": None,
          "ttlExpiresAt": None, "ttlMaxReads": None, "rotateAfterReads": None, "sealedEnabled": False,
          "createdAt": 1795000000000,
          "updatedAt": 1795000000000}
CANARY = {"secretId": "sk_1", "projectId": "proj_1", "name": "admin", "enabled": True, "triggerFreezeProject": True,
          "triggerFreezeRelatedProjects": False, "triggeredAt": None}
LINK = {"linkId": "once_1", "projectId": "proj_1", "name": "for Bob", "hasPassphrase": False, "wrongPassphrases": 0,
        "createdAt": 1795000000000, "expiresAt": 1795003600000}
HOOK = {"webhookId": "hook_1", "name": "alarm", "url": "https://e.org/x", "actions": ["canary_triggered"],
        "minimumSeverity": "info", "enabled": True, "consecutiveFailures": 0, "lastDeliveredAt": None,
        "lastFailedAt": None, "lastError": None, "queued": 0, "dropped": 0, "createdAt": 1795000000000}
SETTINGS = {"ipAllowlistEnabled": True, "ipAllowlistCidrs": ["10.0.0.0/8"], "keyOverlapSeconds": 0}
KEY = {"keyEpoch": 2, "algorithm": "Ed25519", "fingerprint": FINGERPRINT, "createdAt": 1795000000000,
       "replacedAt": 1795000000000, "validUntil": 1795000060000}
SIGNATURE = {"tier": "ENHANCED", "minLevel": 3, "allowedAlgorithms": ["ML-DSA-65"], "maxKeyAgeSeconds": 3600,
             "pinnedFingerprints": None, "families": 1}
PLACED = {"own": SIGNATURE, "effective": SIGNATURE}
EFFECT_OF_POLICY = {**PLACED, "dryRun": False, "weakens": False, "lockedOut": [], "lockedOutInAll": 0}
REPORTED = {"tier": "NONE", "nextTier": "STANDARD", "total": 1, "classical": 1, "blocked": 1, "keys": [
    {"kind": "machine", "id": MACHINE, "name": "web-1", "algorithms": ["Ed25519"], "level": 0, "classical": True,
     "keyEpoch": 1, "keyCreatedAt": 1795000000000, "keyAgeSeconds": 60, "blocks": ["level"]}]}
REPORT = {"machines": REPORTED, "operators": REPORTED}
BINDING = {"secretId": "sk_1", "policyId": "pol_1", "reads": 3, "readsToday": 2, "readsThisMinute": 1}
SYNC = {"secretId": "sk_1", "providerType": "postgresql", "host": "db", "port": 5432, "database": "shop",
        "projectReference": None, "managedUsername": "app", "pollIntervalSeconds": 10, "rotationStatus": "idle",
        "rotationId": None, "rotationStartedAt": None, "lastError": None, "lastErrorAt": None, "agentStatus": "healthy",
        "lastHeartbeatAt": 1795000000000}
SYNC_SET = "sync set sk_1 --provider postgresql --host db --port 5432 --database shop --managed-user app"
SYNC_BODY = {"providerType": "postgresql", "host": "db", "port": 5432, "database": "shop", "managedUsername": "app",
             "pollIntervalSeconds": 10}
AUTHORITY = {"authorityId": "ca_1", "type": "ssh", "name": "logins", "publicKey": "ssh-ed25519 AAAA",
             "createdAt": 1795000000000}
CERTIFICATE = {"secretId": "sk_1", "projectId": "proj_1", "name": "n", "authorityId": "ca_1", "type": "ssh",
               "maxValiditySeconds": 600, "certificateHeaders": False, "subject": "deploy", "host": "web-1",
               "names": ["www"], "addresses": [], "usages": ["permit-pty"]}
PROFILE = {name: CERTIFICATE[name] for name in ("authorityId", "maxValiditySeconds", "certificateHeaders", "subject", "host",
                                                "names", "addresses", "usages")}
PROFILE_LINE = ("--authority ca_1 --subject deploy --host web-1 --name www --usage permit-pty --max-validity 600 "
                "--signed-only")
I, V = "/v1/admin/installations/inst_1", "/v1/admin/vaults/vault_a"
MEMBERSHIP = {"projectId": "proj_1", "machineId": MACHINE}

# command line, method, target, answer (a list: a page of it), body without its requestId
ROOT = "A" * 43 + "="
CHECKPOINT = {"origin": "signet/inst_1/vault_a", "size": 7, "root": ROOT, "note": "...", "signedAt": 1795000000000,
              "keys": ["signet/inst_1/vault_a+1a2b3c4d+AQ==", "signet/inst_1/vault_a+5e6f7a8b+AQ=="]}
COMMANDS = [
    ("vault list", "GET", I + "/vaults", [VAULT], None),
    ("vault create Prod", "POST", I + "/vaults", VAULT, {"name": "Prod"}),
    ("vault show", "GET", V, VAULT, None),
    ("vault show vault_b", "GET", "/v1/admin/vaults/vault_b", VAULT, None),
    ("vault suspend --yes", "POST", V + "/suspend", VAULT, {}),
    ("vault resume", "POST", V + "/resume", VAULT, {}),
    ("application list", "GET", V + "/applications", [APPLICATION], None),
    ("application create shop", "POST", V + "/applications", APPLICATION, {"name": "shop"}),
    ("application create shop --staging test", "POST", V + "/applications", APPLICATION,
     {"name": "shop", "projects": ["shop Prod", "test", "shop Dev"]}),
    ("application show app_1", "GET", V + "/applications/app_1", APPLICATION, None),
    ("application rename app_1 new", "PATCH", V + "/applications/app_1", APPLICATION, {"name": "new"}),
    ("application delete app_1 --dry-run", "GET", V + "/applications/app_1", APPLICATION, None),
    ("application delete app_1 --yes", "DELETE", V + "/applications/app_1", {}, {}),
    ("project list", "GET", V + "/projects", [PROJECT], None),
    ("project list --vault vault_b", "GET", "/v1/admin/vaults/vault_b/projects", [PROJECT], None),
    ("project create list", "POST", V + "/projects", PROJECT, {"name": "list"}),
    ("project create admin", "POST", V + "/projects", PROJECT, {"name": "admin"}),
    ("project show proj_1", "GET", V + "/projects/proj_1", PROJECT, None),
    ("project rename proj_1 new", "PATCH", V + "/projects/proj_1", PROJECT, {"name": "new"}),
    ("project delete proj_1 --yes", "DELETE", V + "/projects/proj_1", {}, {}),
    ("secret list proj_1", "GET", V + "/projects/proj_1/secrets", [SECRET], None),
    ("secret show sk_1", "GET", V + "/secrets/sk_1", SECRET, None),
    ("secret rename sk_1 new", "PATCH", V + "/secrets/sk_1", SECRET, {"name": "new"}),
    ("secret delete sk_1 --yes", "DELETE", V + "/secrets/sk_1", {}, {}),
    ("secret versions sk_1", "GET", V + "/secrets/sk_1/versions", [VERSION], None),
    ("secret version sk_1 2", "GET", V + "/secrets/sk_1/versions/2", VERSION, None),
    ("secret rollback sk_1 2 --expect 4", "POST", V + "/secrets/sk_1/rollback", SECRET, {"version": 2, "expectedVersion": 4}),
    ("secret note sk_1", "GET", V + "/secrets/sk_1/note", NOTE, None),
    ("secret note sk_1 --remove --yes", "PUT", V + "/secrets/sk_1/note", {}, {"note": ""}),
    ("secret generate proj_1 db --length 9 --charset numbers", "POST", V + "/projects/proj_1/secrets", SECRET,
     {"name": "db", "generate": {"length": 9, "charset": "numbers"}}),
    ("secret rotate sk_1 --generate-field a --generate-field b --expect 4", "POST", V + "/secrets/sk_1/rotate", SECRET,
     {"fields": ["a", "b"], "expectedVersion": 4}),
    ("secret schedule sk_1", "GET", V + "/secrets/sk_1/rotation", ROTATION, None),
    ("secret schedule sk_1 --every 300", "PUT", V + "/secrets/sk_1/rotation", ROTATION, {"intervalSeconds": 300}),
    ("secret schedule sk_1 --no-schedule --charset uuid", "PUT", V + "/secrets/sk_1/rotation", ROTATION, {"charset": "uuid"}),
    ("secret schedule sk_1 --remove", "DELETE", V + "/secrets/sk_1/rotation", {}, {}),
    ("vault export", "GET", V + "/export", {"exportAllowed": False}, None),
    ("vault export --allow", "PUT", V + "/export", {"exportAllowed": True}, {"exportAllowed": True}),
    ("vault export --forbid", "PUT", V + "/export", {"exportAllowed": False}, {"exportAllowed": False}),
    ("trash", "GET", V + "/trash", [TRASHED], None),
    ("secret restore sk_1", "POST", V + "/trash/sk_1/restore", SECRET, {}),
    ("secret purge sk_1 --dry-run", "POST", V + "/trash/sk_1/purge", {**PURGE, "purged": False}, {"preview": True}),
    ("secret purge sk_1 --yes", "POST", V + "/trash/sk_1/purge", PURGE, {}),
    ("machine list", "GET", V + "/machines", [THE_MACHINE], None),
    ("machine list --state pending", "GET", V + "/machines?state=pending", [THE_MACHINE], None),
    (f"machine show {MACHINE}", "GET", f"{V}/machines/{MACHINE}", THE_MACHINE, None),
    (f"machine deny {MACHINE} --yes", "POST", f"{V}/machines/{MACHINE}/deny", {}, {}),
    (f"machine disable {MACHINE} --yes", "POST", f"{V}/machines/{MACHINE}/disable", THE_MACHINE, {}),
    (f"machine enable {MACHINE}", "POST", f"{V}/machines/{MACHINE}/enable", THE_MACHINE, {}),
    (f"machine revoke {MACHINE} --yes", "POST", f"{V}/machines/{MACHINE}/revoke", {}, {}),
    (f"machine revoke {MACHINE} --dry-run", "GET", f"{V}/machines/{MACHINE}/revocation", EFFECT, None),
    (f"machine extend {MACHINE} --life 2d", "POST", f"{V}/machines/{MACHINE}/extend", THE_MACHINE,
     {"lifetimeSeconds": 172800}),
    (f"machine audiences {MACHINE}", "GET", f"{V}/machines/{MACHINE}/audiences", {"audiences": ["a"]}, None),
    (f"machine audiences {MACHINE} --set a --set b", "PUT", f"{V}/machines/{MACHINE}/audiences",
     {"audiences": ["a", "b"]}, {"audiences": ["a", "b"]}),
    (f"machine audiences {MACHINE} --none", "PUT", f"{V}/machines/{MACHINE}/audiences", {"audiences": []},
     {"audiences": []}),
    ("vault rotate-identity-key", "POST", V + "/identity-keys/rotate", ISSUER_KEY, {}),
    ("vault rotate-identity-key --distrust-old --yes", "POST", V + "/identity-keys/rotate", ISSUER_KEY,
     {"distrustOld": True}),
    (f"machine rename {MACHINE} new", "PATCH", f"{V}/machines/{MACHINE}", THE_MACHINE, {"name": "new"}),
    ("member list proj_1", "GET", V + "/projects/proj_1/machines", [THE_MACHINE], None),
    (f"member add proj_1 {MACHINE}", "PUT", f"{V}/projects/proj_1/machines/{MACHINE}", MEMBERSHIP, {}),
    (f"member remove proj_1 {MACHINE} --yes", "DELETE", f"{V}/projects/proj_1/machines/{MACHINE}", {}, {}),
    ("grant list sk_1", "GET", V + "/secrets/sk_1/grants", [GRANT], None),
    (f"grant add sk_1 {MACHINE}", "PUT", f"{V}/secrets/sk_1/grants/{MACHINE}", GRANT, {"kind": "read"}),
    (f"grant add sk_1 {MACHINE} --kind agent", "PUT", f"{V}/secrets/sk_1/grants/{MACHINE}", GRANT,
     {"kind": "agent"}),
    (f"grant remove sk_1 {MACHINE} --yes", "DELETE", f"{V}/secrets/sk_1/grants/{MACHINE}", {}, {}),
    ("vault settings", "GET", V + "/settings", SETTINGS, None),
    ("vault settings --allow-list on --network 10.0.0.0/8 --network 192.0.2.7 --yes", "PATCH", V + "/settings", SETTINGS,
     {"ipAllowlistEnabled": True, "ipAllowlistCidrs": ["10.0.0.0/8", "192.0.2.7"]}),
    ("signatures show", "GET", V + "/signature-policy", PLACED, None),
    ("signatures show --operators", "GET", V + "/operator-signature-policy", PLACED, None),
    ("signatures show --project proj_1", "GET", V + "/projects/proj_1/signature-policy", PLACED, None),
    ("signatures show --secret sk_1", "GET", V + "/secrets/sk_1/signature-policy", PLACED, None),
    ("signatures set --tier ENHANCED --max-key-age 1h --algorithm ML-DSA-65 --min-level 3 --families 1 --pin f --dry-run",
     "PUT", V + "/signature-policy", EFFECT_OF_POLICY,
     {"tier": "ENHANCED", "maxKeyAgeSeconds": 3600, "allowedAlgorithms": ["ML-DSA-65"], "minLevel": 3, "families": 1,
      "pinnedFingerprints": ["f"], "dryRun": True}),
    ("pqc", "GET", V + "/signature-report", REPORT, None),
    ("vault settings --key-overlap 1m", "PATCH", V + "/settings", SETTINGS, {"keyOverlapSeconds": 60}),
    (f"machine keys {MACHINE}", "GET", f"{V}/machines/{MACHINE}/keys", [KEY], None),
    (f"operator keys {OPERATOR}", "GET", f"{V}/operators/{OPERATOR}/keys", [KEY], None),
    ("vault settings --no-networks --yes", "PATCH", V + "/settings", SETTINGS, {"ipAllowlistCidrs": []}),
    ("project freeze proj_1 --yes", "POST", V + "/projects/proj_1/freeze", PROJECT, {}),
    ("project unfreeze proj_1 --yes", "POST", V + "/projects/proj_1/unfreeze", PROJECT, {}),
    ("canary list", "GET", V + "/canaries", [CANARY], None),
    ("canary create proj_1 admin --freeze-related on", "POST", V + "/projects/proj_1/canaries", CANARY,
     {"name": "admin", "triggerFreezeRelatedProjects": True}),
    ("canary show sk_1", "GET", V + "/canaries/sk_1", CANARY, None),
    ("canary set sk_1 --armed off --freeze-project off", "PATCH", V + "/canaries/sk_1", CANARY,
     {"enabled": False, "triggerFreezeProject": False}),
    ("webhook list", "GET", V + "/webhooks", [HOOK], None),
    ("webhook create https://e.org/x --action canary_triggered", "POST", V + "/webhooks", {**HOOK, "secret": "5e5e"},
     {"url": "https://e.org/x", "actions": ["canary_triggered"]}),
    ("webhook test hook_1", "POST", V + "/webhooks/hook_1/test", {"deliveryId": "d"}, {}),
    ("webhook show hook_1", "GET", V + "/webhooks/hook_1", HOOK, None),
    ("webhook set hook_1 --url https://f.org/ --all-actions", "PATCH", V + "/webhooks/hook_1", HOOK,
     {"url": "https://f.org/", "actions": []}),
    ("webhook set hook_1 --severity high --action a --action b --name n", "PATCH", V + "/webhooks/hook_1", HOOK,
     {"minimumSeverity": "high", "actions": ["a", "b"], "name": "n"}),
    ("webhook delete hook_1 --dry-run", "GET", V + "/webhooks/hook_1", HOOK, None),
    ("webhook delete hook_1 --yes", "DELETE", V + "/webhooks/hook_1", {}, {}),
    ("webhook enable hook_1", "POST", V + "/webhooks/hook_1/enable", HOOK, {}),
    ("once list proj_1", "GET", V + "/projects/proj_1/one-time-links", [LINK], None),
    ("once delete once_1 --yes", "DELETE", V + "/one-time-links/once_1", {}, {}),
    ("policy list proj_1", "GET", V + "/projects/proj_1/policies", [POLICY], None),
    ("policy create proj_1 office", "POST", V + "/projects/proj_1/policies", POLICY, {"name": "office"}),
    ("policy create proj_1 office --description d --window 08:00-18:00 --zone Europe/Berlin --days mon,tue "
     f"--from 10.0.0.0/8 --from 192.0.2.7 --per-day 100 --per-minute 3 --co-sign {MACHINE} --co-sign-seconds 60 "
     "--expires 2026-11-18T11:06:40Z --max-reads 9 --rotate-after 4 --sealed", "POST", V + "/projects/proj_1/policies", POLICY,
     {"name": "office", "description": "d", "timeWindowEnabled": True, "timeWindowStart": "08:00",
      "timeWindowEnd": "18:00", "timeWindowTimezone": "Europe/Berlin", "timeWindowDays": ["mon", "tue"],
      "ipAllowlistEnabled": True, "ipAllowlistCidrs": ["10.0.0.0/8", "192.0.2.7"], "rateCapEnabled": True,
      "maxReadsPerDay": 100, "maxReadsPerMinute": 3, "coSignEnabled": True, "coSignMachineId": MACHINE,
      "coSignWindowSeconds": 60, "ttlExpiresAt": 1795000000000, "ttlMaxReads": 9, "rotateAfterReads": 4,
      "sealedEnabled": True}),
    ("policy show pol_1", "GET", V + "/policies/pol_1", POLICY, None),
    ("policy replace pol_1 office --max-reads 9", "PUT", V + "/policies/pol_1", POLICY,
     {"name": "office", "ttlMaxReads": 9}),
    ("policy delete pol_1 --yes", "DELETE", V + "/policies/pol_1", {}, {}),
    ("policy of sk_1", "GET", V + "/secrets/sk_1/policy", BINDING, None),
    ("policy bind sk_1 pol_1", "PUT", V + "/secrets/sk_1/policy", BINDING, {"policyId": "pol_1"}),
    ("policy unbind sk_1 --yes", "DELETE", V + "/secrets/sk_1/policy", {}, {}),
    ("sync show sk_1", "GET", V + "/secrets/sk_1/sync", SYNC, None),
    (SYNC_SET, "PUT", V + "/secrets/sk_1/sync", SYNC, SYNC_BODY),
    (SYNC_SET + " --admin-user root --admin-password-file password --poll 60 --project-reference ref", "PUT",
     V + "/secrets/sk_1/sync", SYNC,
     {**SYNC_BODY, "adminUser": "root", "adminPass": "pass word", "pollIntervalSeconds": 60, "projectReference": "ref"}),
    ("sync rotate sk_1", "POST", V + "/secrets/sk_1/sync/rotate", SYNC, {}),
    ("sync rotate sk_1 --length 40", "POST", V + "/secrets/sk_1/sync/rotate",
     {**SYNC, "rotationStatus": "pending", "rotationId": "rot_1", "rotationStartedAt": 1795000000000}, {"length": 40}),
    ("sync cancel sk_1", "POST", V + "/secrets/sk_1/sync/cancel", SYNC, {}),
    ("sync remove sk_1 --yes", "DELETE", V + "/secrets/sk_1/sync", {}, {}),
    ("authority list", "GET", V + "/authorities", [AUTHORITY], None),
    ("authority create ssh logins", "POST", V + "/authorities", AUTHORITY, {"type": "ssh", "name": "logins"}),
    ("authority show ca_1", "GET", V + "/authorities/ca_1", AUTHORITY, None),
    ("authority delete ca_1 --yes", "DELETE", V + "/authorities/ca_1", {}, {}),
    ("certificate create proj_1 n " + PROFILE_LINE, "POST", V + "/projects/proj_1/certificates", CERTIFICATE,
     {**PROFILE, "name": "n"}),
    ("certificate show sk_1", "GET", V + "/secrets/sk_1/certificate", CERTIFICATE, None),
    ("certificate set sk_1 " + PROFILE_LINE, "PUT", V + "/secrets/sk_1/certificate", CERTIFICATE, PROFILE),
    ("token list", "GET", V + "/enrolment-tokens", [TOKEN], None),
    ("token create", "POST", V + "/enrolment-tokens", {"tokenId": "tok_1", "token": "t", "expiresAt": 1}, {}),
    ("token show tok_1", "GET", V + "/enrolment-tokens/tok_1", TOKEN, None),
    ("token create --uses 5 --name fleet --project proj_1 --project proj_2 --secret sk_1 --life 2h --machine-life 30m "
     "--network 10.0.0.0/8 --hostname web-* --name-template w-{uuid8} --description d",
     "POST", V + "/enrolment-tokens", MADE_TOKEN,
     {"kind": "enrolment", "name": "fleet", "description": "d", "uses": 5, "tokenLifetimeSeconds": 7200,
      "machineLifetimeSeconds": 1800, "projectIds": ["proj_1", "proj_2"], "secretIds": ["sk_1"],
      "networks": ["10.0.0.0/8"], "hostnamePattern": "web-*", "nameTemplate": "w-{uuid8}"}),
    ("token create --uses 5 --name fleet", "POST", V + "/enrolment-tokens", MADE_TOKEN,
     {"kind": "enrolment", "name": "fleet", "uses": 5, "tokenLifetimeSeconds": 86400, "machineLifetimeSeconds": 3600}),
    ("token create --temporary --machine-life 7d", "POST", V + "/enrolment-tokens", MADE_TOKEN,
     {"kind": "temporary", "machineLifetimeSeconds": 604800}),
    ("token revoke tok_1", "DELETE", V + "/enrolment-tokens/tok_1", {}, {}),
    ("operator list", "GET", V + "/operators", [ADA], None),
    ("operator list --installation", "GET", I + "/operators", [{**ADA, "role": None}], None),
    (f"operator role {OPERATOR} owner", "PUT", f"{V}/operators/{OPERATOR}", ADA, {"role": "owner"}),
    (f"operator remove {OPERATOR} --yes", "DELETE", f"{V}/operators/{OPERATOR}", {}, {}),
    ("audit list", "GET", V + "/audit?limit=50", [RECORD], None),
    ("audit list --installation --limit 7", "GET", I + "/audit?limit=7", [RECORD], None),
    (f"audit list --action secret_read,auth_failure --action x --severity high --severity low --text a --machine {MACHINE} --secret sk_1 --source 10.0.0.7 "
     "--from 2026-11-18T11:06:40Z --to 2026-11-19 --limit 1", "GET",
     f"{V}/audit?action=secret_read,auth_failure,x&severity=high,low&machineId={MACHINE}&secretId=sk_1&sourceIp=10.0.0.7"
     "&text=a&from=1795000000000&to=1795046400000&limit=1", [RECORD], None),
    ("audit checkpoint", "GET", V + "/audit/checkpoint", CHECKPOINT, None),
    ("audit checkpoint --installation --size 7", "GET", I + "/audit/checkpoints/7", CHECKPOINT, None),
    ("audit inclusion 1 --size 1", "GET", V + "/audit/inclusion?record=1&size=1",
     {"record": 1, "size": 1, "root": ROOT, "leaf": ROOT, "hashes": []}, None),
    ("audit consistency 1 --root " + ROOT, "GET", V + "/audit/consistency?from=1",
     {"from": 1, "to": 1, "fromRoot": ROOT, "root": ROOT, "hashes": []}, None),
    ("audit proof 3", "GET", V + "/audit/records/3/proof", WRITE_PROOF, None),
    ("audit proof 3 --installation", "GET", I + "/audit/records/3/proof", WRITE_PROOF, None),
    ("audit delete-proof 3 --yes", "DELETE", V + "/audit/records/3/proof", {}, {}),
    ("audit actions", "GET", I + "/audit/actions",
     [{"action": "secret_read", "severity": "info", "meaning": "a value left the server"}], None),
    (f"audit activity --by day --machine {MACHINE} --from 2026-11-18 --to 2026-11-19", "GET",
     f"{V}/activity?bucket=day&machineId={MACHINE}&from=1794960000000&to=1795046400000",
     {"from": 1794960000000, "to": 1795046400000, "bucket": "day", "items": [{"at": 1794960000000, "reads": 3}]}, None),
    ("lockout list", "GET", I + "/lockouts", [LOCKOUT], None),
    ("lockout clear address 10.0.0.7", "POST", I + "/lockouts/clear", {"cleared": True},
     {"scope": "address", "subject": "10.0.0.7"}),
    ("root-key slots", "GET", I + "/key-slots", [SLOT], None),
    ("root-key rotate --yes", "POST", I + "/root-key/rotate", WRAPPING_ROTATION, {}),
    ("root-key rotate-project proj_1", "POST", I + "/projects/proj_1/key/rotate", WRAPPING_ROTATION, {}),
    ("root-key rotations", "GET", I + "/key-rotations", [WRAPPING_ROTATION], None),
    ("root-key unseal --share-file password", "POST", I + "/unseal", {"sealed": True, "held": 1, "needed": 2},
     {"share": "pass word"}),
    ("restore review --dry-run", "GET", I + "/restore/held?limit=200", [HELD], None),
]


class Administering(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.put_operator()
        (self.folder / "password").write_text("pass word\n")

    def sent(self, i=-1):
        method, target, body, headers = self.server.requests[i]
        self.assertEqual(headers["X-Operator-Id"], OPERATOR)
        if body is not None:
            self.assertRegex(body.pop("requestId"), "^[A-Za-z0-9_-]{16,64}$")
        return method, target, body

    def test_each_command_sends_its_request_and_shows_the_answer(self):
        for line, method, target, answer, body in COMMANDS:
            with self.subTest(line):
                self.server.answers.clear()
                page = {"items": answer, "nextCursor": None}
                self.server.say(method, target, page if isinstance(answer, list) else answer)
                shown = self.json("admin", *line.split())
                self.assertEqual(self.sent(), (method, target, body))
                self.assertEqual(shown, page if isinstance(answer, list) else answer)
                self.good("admin", *line.split())

    def test_what_cannot_be_undone_is_asked_for(self):
        for line in (line for line, *_ in COMMANDS if "--yes" in line):
            with self.subTest(line):
                self.assertIn("--yes", self.bad(1, "admin", *line.replace("--yes", "").split()))
        self.assertEqual(self.server.requests, [])

    def test_a_signature_policy_that_locks_out_is_asked_for(self):
        out = {"kind": "machine", "id": MACHINE, "name": "web-1", "rules": ["level"]}
        self.server.say("PUT", V + "/signature-policy", {**EFFECT_OF_POLICY, "lockedOut": [out], "lockedOutInAll": 1})
        line = ["admin", "signatures", "set", "--tier", "STANDARD"]
        self.assertIn("--yes", self.bad(1, *line))
        self.assertEqual(self.sent()[2], {"tier": "STANDARD", "dryRun": True})
        self.json(*line, "--yes")
        self.assertEqual(self.sent()[2], {"tier": "STANDARD"})

    def test_tables_are_for_people(self):
        self.server.say("GET", V + "/machines", {"items": [THE_MACHINE], "nextCursor": None})
        head, row = self.good("admin", "machine", "list").splitlines()
        self.assertEqual(head.split("  ")[0], "MACHINE ID")
        self.assertIn("pending", row)
        self.server.say("GET", V + "/projects/proj_1", PROJECT)
        self.assertIn("CREATED AT      2026-11-18 11:06:40\n", self.good("admin", "project", "show", "proj_1"))

    def test_lists_are_walked_to_their_end(self):
        self.server.say("GET", V + "/projects", {"items": [PROJECT], "nextCursor": "7"})
        self.server.say("GET", V + "/projects?cursor=7", {"items": [], "nextCursor": "8"})
        self.server.say("GET", V + "/projects?cursor=8", {"items": [PROJECT], "nextCursor": None})
        self.assertEqual(self.json("admin", "project", "list"), {"items": [PROJECT, PROJECT], "nextCursor": None})

    def test_a_limit_stops_the_walk_and_says_where(self):
        self.server.say("GET", V + "/projects?limit=2", {"items": [PROJECT], "nextCursor": "7"})
        self.server.say("GET", V + "/projects?limit=1&cursor=7", {"items": [PROJECT], "nextCursor": "8"})
        self.assertEqual(self.json("admin", "project", "list", "--limit", 2)["nextCursor"], "8")
        self.server.say("GET", V + "/projects?limit=200&cursor=8", {"items": [PROJECT], "nextCursor": None})
        self.assertEqual(self.json("admin", "project", "list", "--limit", 201, "--cursor", 8)["nextCursor"], None)

    def test_a_list_that_goes_in_circles_is_left(self):
        self.server.say("GET", V + "/projects", {"items": [PROJECT], "nextCursor": "7"})
        self.server.say("GET", V + "/projects?cursor=7", {"items": [PROJECT], "nextCursor": "7"})
        self.assertIn("does not end", self.bad(8, "admin", "project", "list"))

    def test_a_vault_is_needed(self):
        self.put_operator("other", vault="")
        self.assertIn("--vault", self.bad(1, "admin", "project", "list", "--operator", "other"))
        self.server.say("GET", "/v1/admin/vaults/vault_c/projects", {"items": [], "nextCursor": None})
        self.good("admin", "project", "list", "--operator", "other", SIGNET_VAULT="vault_c")

    def test_a_machine_is_approved_if_its_fingerprint_is_the_one(self):
        self.server.say("GET", f"{V}/machines/{MACHINE}", THE_MACHINE)
        self.server.say("POST", f"{V}/machines/{MACHINE}/approve", {**THE_MACHINE, "state": "approved"})
        approve = ["admin", "machine", "approve", MACHINE]
        said = self.bad(1, *approve)
        self.assertIn(FINGERPRINT, said)
        self.assertIn("another key", self.bad(1, *approve, "--fingerprint", FINGERPRINT[:-1] + "0"))
        self.assertIn("another key", self.bad(1, *approve, "--fingerprint", FINGERPRINT[:32], "--yes"))
        self.assertEqual({request[0] for request in self.server.requests}, {"GET"})
        for spelled in (FINGERPRINT, FINGERPRINT.upper(), ":".join(FINGERPRINT[i:i + 2] for i in range(0, 64, 2))):
            self.assertEqual(self.json(*approve, "--fingerprint", spelled)["state"], "approved")
        self.assertEqual(self.json(*approve, "--yes")["state"], "approved")
        self.assertEqual(self.sent(), ("POST", f"{V}/machines/{MACHINE}/approve", {}))

    def create(self, *arguments, **more):
        self.server.say("POST", V + "/projects/proj_1/secrets", SECRET, 201)
        return self.signet("admin", "secret", "create", "proj_1", "db", *arguments, **more)

    def test_a_value_comes_from_standard_input_or_a_file_as_it_is(self):
        (self.folder / "value").write_bytes(b" from file\n")
        for arguments, stdin, value in (([], "plain", "plain"), ([], " p\u00e4ss\n", " p\u00e4ss\n"), ([], "", ""),
                                        (["--trim"], " x \n", "x"), (["--value-file", "value"], "no", " from file\n"),
                                        (["--value-file", "-"], "yes", "yes")):
            self.assertEqual(self.create(*arguments, stdin=stdin).returncode, 0)
            self.assertEqual(self.sent()[2], {"name": "db", "value": value})
        self.assertIn(b"--trim", self.create(stdin="x\n").stderr)
        self.assertNotIn(b"--trim", self.create(stdin="x").stderr)

    def test_fields_come_from_files_and_standard_input(self):
        (self.folder / "password").write_text("p=1\n")
        self.assertEqual(self.create("--field", "user=-", "--field", "password=@password", stdin="u").returncode, 0)
        self.assertEqual(self.sent()[2], {"name": "db", "fields": {"user": "u", "password": "p=1\n"}})

    def test_no_value_comes_from_the_command_line(self):
        done = self.create("--field", "user=root")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"command line", done.stderr)
        self.assertEqual(self.create("--field", "user=-", "--field", "user=-").returncode, 1)
        self.assertEqual(self.create("--value-file", "none").returncode, 1)
        self.assertEqual(self.create("--field", "user").returncode, 1)  # nobody to ask
        self.assertEqual(self.create(stdin=b"\xff").returncode, 2)
        self.assertEqual(self.server.requests, [])

    def test_a_value_has_a_limit(self):
        self.assertEqual(self.create(stdin="x" * 128 * 1024).returncode, 0)
        self.assertEqual(self.create(stdin="x" * (128 * 1024 + 1)).returncode, 1)
        self.assertEqual(len(self.server.requests), 1)

    def test_a_log_goes_where_it_is_told(self):
        self.server.say("GET", V + "/audit/export?format=jsonl", RECORD)
        self.server.say("GET", I + "/audit/export?format=csv&severity=high", RECORD)
        export = ["admin", "audit", "export"]
        self.assertEqual(json.loads(self.good(*export)), RECORD)
        self.assertEqual(json.loads(self.good(*export, "--installation", "--format", "csv", "--severity", "high")), RECORD)
        self.assertEqual(self.good(*export, "--output", "log"), "")
        self.assertEqual(json.loads((self.folder / "log").read_text()), RECORD)
        self.assertEqual((self.folder / "log").stat().st_mode & 0o777, 0o600)
        asked = len(self.server.requests)
        self.assertIn("--force", self.bad(1, *export, "--output", "log"))
        self.assertEqual(len(self.server.requests), asked)
        (self.folder / "log").write_text("old")
        self.good(*export, "--output", "log", "--force")
        self.assertEqual(json.loads((self.folder / "log").read_text()), RECORD)
        self.bad(1, *export, "--format", "xml")

    def test_a_proof_that_does_not_hold_is_an_error(self):
        self.server.say("GET", V + "/audit/inclusion?record=1",
                        {"record": 1, "size": 2, "root": ROOT, "leaf": ROOT, "hashes": []})
        self.assertIn("does not hold", self.bad(8, "admin", "audit", "inclusion", "1"))
        self.server.say("GET", V + "/audit/consistency?from=1",
                        {"from": 1, "to": 1, "fromRoot": ROOT, "root": ROOT, "hashes": []})
        self.assertIn("not the one that you saw", self.bad(1, "admin", "audit", "consistency", "1", "--root", "B" * 43 + "="))

    def test_the_keys_of_a_log_are_lines_for_a_file(self):
        self.server.say("GET", V + "/audit/checkpoint", CHECKPOINT)
        self.assertEqual(self.good("admin", "audit", "keys").splitlines(), CHECKPOINT["keys"])
        self.assertEqual(self.json("admin", "audit", "keys"), {name: CHECKPOINT[name] for name in ("origin", "keys")})

    def test_a_refused_log_leaves_the_file_as_it_was(self):
        self.server.say("GET", V + "/audit/export?format=jsonl", {"error": "Access denied"}, 403)
        (self.folder / "log").write_text("old")
        self.bad(2, "admin", "audit", "export", "--output", "log", "--force")
        self.assertEqual((self.folder / "log").read_text(), "old")
        self.bad(2, "admin", "audit", "export", "--output", "new")
        self.assertEqual([path.name for path in self.folder.iterdir() if path.name.endswith("log") or "new" in path.name], ["log"])

    def test_a_link_is_made_of_what_is_not_in_the_command_line(self):
        self.server.say("POST", V + "/projects/proj_1/one-time-links", {**LINK, "key": "ab" * 32, "url": None}, 201)
        (self.folder / "word").write_text("open sesame\n")
        create = ["admin", "once", "create", "proj_1"]
        url = self.good(*create, "--for", "30m", "--passphrase-file", "word", "--print", "url", stdin="v")
        self.assertTrue(url.endswith("/once/once_1#" + "ab" * 32 + "\n"), url)
        self.assertTrue(url.startswith("http"), url)
        self.assertEqual(self.sent()[2], {"value": "v", "ttlSeconds": 1800, "passphrase": "open sesame"})
        self.bad(1, *create, "--for", "soon", stdin="v")
        self.assertEqual(len(self.server.requests), 1)

    def test_an_option_that_is_empty_is_a_mistake_and_not_one_that_was_left_out(self):
        for line in (["once", "create", "proj_1", "--passphrase-file", ""], ["token", "create", "--hostname", ""],
                     ["policy", "create", "proj_1", "p", "--window", ""], ["audit", "list", "--severity", ""],
                     ["policy", "create", "proj_1", "p", "--co-sign", ""], SYNC_SET.split() + ["--admin-user", ""]):
            with self.subTest(line):
                self.assertIn("must not be empty", self.bad(1, "admin", *line, stdin="v"))
        self.assertIn("--admin-user", self.bad(1, "admin", *SYNC_SET.split(), "--admin-password-file", "password"))
        self.assertEqual(self.server.requests, [])

    def test_a_new_version_can_expect_the_old_one(self):
        self.server.say("POST", V + "/secrets/sk_1/versions", {**SECRET, "version": 5}, 201)
        self.assertEqual(self.good("admin", "secret", "put", "sk_1", "--expect", 4, "--print", "version", stdin="v"), "5\n")
        self.assertEqual(self.sent()[2], {"value": "v", "expectedVersion": 4})
        self.good("admin", "secret", "put", "sk_1", stdin="v")
        self.assertEqual(self.sent()[2], {"value": "v"})

    def test_a_note_comes_from_a_file_or_standard_input(self):
        self.server.say("PUT", V + "/secrets/sk_1/note", {})
        self.good("admin", "secret", "note", "sk_1", "--set", "-", stdin="n\u00f6te")
        self.assertEqual(self.sent(), ("PUT", V + "/secrets/sk_1/note", {"note": "n\u00f6te"}))
        self.bad(1, "admin", "secret", "note", "sk_1", "--set", "-", stdin="x" * 4097)
        self.bad(1, "admin", "secret", "note", "sk_1", "--set", "-", stdin="")
        self.assertEqual(len(self.server.requests), 1)

    def test_an_import_says_what_it_did_and_a_refusal_fails(self):
        row = {"line": 1, "name": "A", "outcome": "created", "reason": None}
        answer = {"dryRun": True, "created": 1, "updated": 0, "unchanged": 0, "refused": 0, "entries": [row]}
        bad = {**row, "outcome": "refused", "reason": "no"}
        self.server.say("POST", V + "/projects/proj_1/import", answer)
        self.server.say("POST", V + "/projects/proj_1/import", {**answer, "refused": 1, "entries": [bad]})
        line = ["admin", "project", "import", "proj_1", "--format", "dotenv"]
        shown = self.json(*line, "--dry-run", stdin="A=1\n")
        self.assertEqual(shown["items"], [row])
        self.assertEqual(self.sent()[2], {"format": "dotenv", "content": "A=1\n", "dryRun": True})
        self.bad(1, *line, "--dry-run", stdin="A=1\n")
        self.bad(1, *line, "--file", "none")

    def test_an_export_is_asked_for_and_goes_where_it_is_told(self):
        self.server.say("POST", V + "/projects/proj_1/export", {"format": "dotenv", "count": 1, "content": "A=1\n"})
        line = ["admin", "project", "export", "proj_1", "--format", "dotenv"]
        self.bad(1, *line)
        self.assertEqual(self.server.requests, [])
        self.assertEqual(self.good(*line, "--yes"), "A=1\n")
        self.good(*line, "--yes", "--out", "values.env")
        self.assertEqual((self.folder / "values.env").read_text(), "A=1\n")
        self.assertEqual((self.folder / "values.env").stat().st_mode & 0o777, 0o600)
        self.bad(1, *line, "--yes", "--out", "values.env")

    def test_an_operator_is_added_with_what_prove_printed(self):
        self.key("new.pem", "ML-DSA-65")
        registration = self.json("key", "prove", "--operator", "--key", "new.pem")
        (self.folder / "new.json").write_text(json.dumps(registration))
        self.server.say("POST", V + "/operators", ADA, 201)
        for file, stdin in (("new.json", ""), ("-", json.dumps(registration))):
            self.json("admin", "operator", "add", file, "--name", "Ada", "--role", "admin", stdin=stdin)
            self.assertEqual(self.sent()[2], {**registration, "name": "Ada", "role": "admin"})

    def test_a_registration_that_proves_nothing_is_not_sent(self):
        self.key("new.pem")
        registration = self.json("key", "prove", "--operator", "--key", "new.pem")
        for wrong in ({**registration, "operatorId": OPERATOR}, {**registration, "algorithm": "ML-DSA-65"},
                      {**registration, "publicKey": "AA=="}, {"operatorId": OPERATOR}, []):
            self.bad(1, "admin", "operator", "add", "-", "--name", "Ada", "--role", "admin", stdin=json.dumps(wrong))
        self.bad(1, "admin", "operator", "add", "-", "--name", "Ada", stdin=json.dumps(registration))
        self.assertEqual(self.server.requests, [])

    def test_a_review_shows_who_is_held_before_it_lets_them_in(self):
        other = {**HELD, "kind": "operator", "id": OPERATOR, "name": "Ada", "vaultId": None}
        self.server.say("GET", I + "/restore/held?limit=200", {"items": [HELD, other], "nextCursor": None})
        self.server.say("POST", I + "/restore/release", {})
        self.assertIn("--yes", self.bad(1, "admin", "restore", "review"))
        self.assertNotIn("POST", [request[0] for request in self.server.requests])
        said = self.good("admin", "restore", "review", "--yes", "--except", OPERATOR)
        self.assertIn("web-1", said)
        self.assertNotIn("Ada", said)
        method, _, body, _ = self.server.requests[-1]
        self.assertEqual((method, body["ids"]), ("POST", [MACHINE]))

    def test_clearing_nothing_is_said(self):
        self.server.say("POST", I + "/lockouts/clear", {"cleared": False})
        self.assertEqual(self.good("admin", "lockout", "clear", "id", MACHINE), "there was none\n")


if __name__ == "__main__":
    main()
