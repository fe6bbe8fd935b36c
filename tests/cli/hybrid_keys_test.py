# SPDX-License-Identifier: Apache-2.0
"""hybrid-key: what is sent, and that a server's word alone is not believed."""
import base64
import json

from command_line import MACHINE, CommandLineTest, main

# A key that could be sealed to: 9, the base point, and the zero vector.
KEY = b"\x01\x00\x20\x09" + bytes(31) + b"\x04\xa0" + bytes(1184)
FORGED = {"machineId": MACHINE, "algorithm": "X25519+ML-KEM-768", "publicKey": base64.b64encode(KEY).decode(),
          "fingerprint": "0" * 64, "epoch": 1, "sealedOnly": True, "createdAt": 1795000000000, "proof": base64.b64encode(bytes(64)).decode(),
          "signedBy": {"algorithm": "Ed25519", "publicKey": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                       "fingerprint": "0" * 64}}


class HybridKeys(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.put_machine()
        self.server.say("GET", "/v1/vault/keys", {"installationId": "inst_1", "vaultId": "vault_a", "responseKey": {
            "keyId": "0" * 64, "algorithm": "Ed25519+ML-DSA-65", "publicKey": base64.b64encode(bytes(1989)).decode()}})

    def test_the_first_key_has_epoch_one(self):
        self.server.say("PUT", "/v1/hybrid-key", {"error": "The machine's key has epoch 7", "field": "epoch"}, 409)
        self.bad(5, "hybrid-key", "publish")
        body = self.server.requests[-1][2]
        self.assertEqual((body["epoch"], body["algorithm"], body["sealedOnly"]), (1, "X25519+ML-KEM-768", True))
        self.assertEqual(len(base64.b64decode(body["publicKey"])), 1221)
        self.assertEqual(len(base64.b64decode(body["proof"])), 64)
        self.bad(5, "hybrid-key", "publish", "--clear-too")
        again = self.server.requests[-1][2]
        self.assertFalse(again["sealedOnly"])
        self.assertNotEqual(again["publicKey"], body["publicKey"])

    def test_the_key_is_kept_before_it_is_published(self):
        self.server.say("PUT", "/v1/hybrid-key", {"error": "no"}, 409)
        for _ in range(4):
            self.bad(5, "hybrid-key", "publish")
        kept = self.home / "vaults" / "vault_a" / "sealing.json"
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        self.assertEqual(len(json.loads(kept.read_text())["keys"]), 3)
        self.assertIn("responseKey", json.loads((kept.parent / "signet.json").read_text()))
        kept.chmod(0o644)
        self.bad(1, "get", "sk_1")

    def test_a_machine_with_a_key_reads_sealed_and_nothing_else(self):
        self.server.say("PUT", "/v1/hybrid-key", {"error": "no"}, 409)
        self.bad(5, "hybrid-key", "publish")
        self.server.say("GET", "/v1/secret/sk_1", {"value": "in clear"})
        self.server.say("GET", "/v1/sealed/secret/sk_1", {"envelope": "AAAA", "version": 1, "signature": "AAAA",
                                                          "keyId": "0" * 64})
        self.bad(8, "get", "sk_1")
        self.assertEqual(self.server.requests[-1][1], "/v1/sealed/secret/sk_1")

    def test_a_key_that_its_owner_did_not_sign_is_not_shown(self):
        self.put_operator()
        for target in (f"/v1/machines/{MACHINE}/hybrid-key", f"/v1/admin/vaults/vault_a/machines/{MACHINE}/hybrid-key"):
            self.server.say("GET", target, FORGED)
        for command in (["hybrid-key"], ["admin", "machine", "hybrid-key"]):
            words = [*command, "show", MACHINE] if command == ["hybrid-key"] else [*command, MACHINE]
            self.assertIn("not signed by the machine", self.bad(8, *words))
        self.bad(8, "hybrid-key", "publish")


if __name__ == "__main__":
    main()
