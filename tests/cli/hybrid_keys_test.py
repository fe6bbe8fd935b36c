# SPDX-License-Identifier: Apache-2.0
"""hybrid-key: what is sent, and that a server's word alone is not believed."""
import base64

from command_line import MACHINE, CommandLineTest, main

KEY = b"\x01\x00\x20" + bytes(32) + b"\x04\xa0" + bytes(1184)
FORGED = {"machineId": MACHINE, "algorithm": "X25519+ML-KEM-768", "publicKey": base64.b64encode(KEY).decode(),
          "fingerprint": "0" * 64, "epoch": 1, "createdAt": 1795000000000, "proof": base64.b64encode(bytes(64)).decode(),
          "signedBy": {"algorithm": "Ed25519", "publicKey": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                       "fingerprint": "0" * 64}}


class HybridKeys(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.put_machine()
        (self.folder / "key").write_bytes(KEY)

    def test_the_first_key_has_epoch_one(self):
        self.server.say("PUT", "/v1/hybrid-key", {"error": "The machine's key has epoch 7", "field": "epoch"}, 409)
        self.bad(5, "hybrid-key", "publish", "key")
        body = self.server.requests[-1][2]
        self.assertEqual((body["epoch"], body["algorithm"]), (1, "X25519+ML-KEM-768"))
        self.assertEqual(base64.b64decode(body["publicKey"]), KEY)
        self.assertEqual(len(base64.b64decode(body["proof"])), 64)

    def test_what_is_no_key_is_not_sent(self):
        (self.folder / "short").write_bytes(KEY[:-1])
        self.bad(2, "hybrid-key", "publish", "short")
        (self.folder / "long").write_bytes(KEY + b"x")
        self.bad(1, "hybrid-key", "publish", "long")
        self.assertFalse([request for request in self.server.requests if request[0] == "PUT"])

    def test_a_key_that_its_owner_did_not_sign_is_not_shown(self):
        self.put_operator()
        for target in (f"/v1/machines/{MACHINE}/hybrid-key", f"/v1/admin/vaults/vault_a/machines/{MACHINE}/hybrid-key"):
            self.server.say("GET", target, FORGED)
        for command in (["hybrid-key"], ["admin", "machine", "hybrid-key"]):
            words = [*command, "show", MACHINE] if command == ["hybrid-key"] else [*command, MACHINE]
            self.assertIn("not signed by the machine", self.bad(8, *words))
        self.bad(8, "hybrid-key", "publish", "key")


if __name__ == "__main__":
    main()
