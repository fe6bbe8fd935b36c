# SPDX-License-Identifier: Apache-2.0
"""Identity tokens: what is asked for, and by which keys one is believed."""
import base64
import json
import re
import time
import unittest

from command_line import CommandLineTest, main

try:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import mldsa  # an old one has none
except ImportError:
    serialization = mldsa = None

KEYS = "/v1/identity/keys?vault=vault_a"


class IdentityTokens(CommandLineTest):
    def test_a_machine_asks_for_one(self):
        self.put_machine()
        issued = {"token": "a.b.c", "keyId": "0" * 16, "expiresAt": 1795000000000}
        self.server.say("POST", "/v1/identity/token", issued)
        self.assertEqual(self.good("token", "issue", "billing"), "a.b.c\n")
        self.assertEqual(self.server.requests[-1][2], {"audience": "billing"})
        self.assertEqual(self.json("token", "issue", "billing", "--form", "json", "--life", "5m"), issued)
        self.assertEqual(self.server.requests[-1][2], {"audience": "billing", "form": "json", "lifetimeSeconds": 300})
        self.bad(1, "token", "issue", "billing", "--form", "jwt")

    def test_an_audience_that_nobody_allowed(self):
        self.put_machine()
        self.server.say("POST", "/v1/identity/token", {"error": "This machine may have no tokens for that audience"}, 403)
        self.assertIn("no tokens for that audience", self.bad(2, "token", "issue", "billing"))

    @unittest.skipIf(mldsa is None, "no pyca/cryptography with ML-DSA")
    def test_one_is_verified_by_the_keys_that_its_vault_shows(self):
        self.key("issuer", "Ed25519+ML-DSA-65")
        blocks = re.findall("-----BEGIN.*?-----END[^\n]*-----", (self.folder / "issuer").read_text(), re.DOTALL)
        halves = [serialization.load_pem_private_key(block.encode(), None) for block in blocks]
        key_id = self.json("key", "show", "issuer")["fingerprint"][:16]
        encode = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=").decode()
        now = int(time.time())
        claims = {"iss": "signet/i/v", "aud": "billing", "sub": "m", "jti": "j", "iat": now, "nbf": now,
                  "exp": now + 300, "cnf": {"fp": "0" * 64}}
        header = {"alg": "Ed25519+ML-DSA-65", "kid": key_id, "typ": "signet-rt+jwt"}
        text = encode(json.dumps(header).encode()) + "." + encode(json.dumps(claims).encode())
        (self.folder / "token").write_text(text + "." + encode(b"".join(half.sign(text.encode()) for half in halves)))
        self.good("key", "export", "issuer", "--as", "public-raw", "--out", "raw")
        raw = base64.b64encode((self.folder / "raw").read_bytes()).decode()
        shown = {"keyId": key_id, "algorithm": "Ed25519+ML-DSA-65", "publicKey": raw, "createdAt": 1}
        verify = ["token", "verify", "token", "--audience", "billing"]
        fetch = [*verify, "--fetch", "--url", self.server.url, "--vault", "vault_a"]
        self.server.say("GET", KEYS, {"issuer": "signet/i/v", "keys": [shown]})
        self.assertEqual(self.json(*fetch)["subject"], "m")
        for answer, code, said in (({"issuer": "signet/i/v", "keys": []}, 1, "none of the issuer's keys"),
                                   ({"issuer": "signet/i/w", "keys": [shown]}, 1, "another issuer"),
                                   ({"issuer": "signet/i/v", "keys": [{**shown, "keyId": "0" * 16}]}, 8, "not what it is said"),
                                   ({"issuer": "signet/i/v", "keys": [{**shown, "algorithm": "Ed25519"}]}, 8, "not what")):
            self.server.answers[("GET", KEYS)] = [(200, answer, {})]
            self.assertIn(said, self.bad(code, *fetch))
        self.bad(1, *verify)
        self.bad(1, *verify, "--fetch")
        self.bad(1, *fetch, "--key", "issuer.pub", "--issuer", "x")


if __name__ == "__main__":
    main()
