# SPDX-License-Identifier: Apache-2.0
"""The .skc files of the offline cache, both ways: another implementation reads ours, and we read its."""
import base64
import json
import os
import unittest

from command_line import MACHINE, CommandLineTest, main

try:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF
except ImportError:
    AESGCM = None

FORMAT = b"sikkerkey-cache-v1"


@unittest.skipUnless(AESGCM, "no python3-cryptography here")
class OfflineCache(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.place = self.put_machine()
        self.file = self.place / "cache" / "sk_1.skc"
        private = serialization.load_pem_private_key((self.place / "private.pem").read_bytes(), None)
        seed = private.private_bytes(serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption())
        key = HKDF(algorithm=hashes.SHA256(), length=32, salt=b"vault_a", info=FORMAT).derive(seed)
        self.cipher = AESGCM(key)
        self.server.say("GET", "/v1/secret/sk_1", {"value": "p\u00e4ss"}, headers={"X-Secret-Version": "7"})

    def bound_to(self, at, name="sk_1"):
        return b"\0".join([FORMAT, b"vault_a", MACHINE.encode(), name.encode(), str(at).encode()])

    def write(self, plain, at=1795000000, name="sk_1"):
        nonce = os.urandom(12)
        sealed = self.cipher.encrypt(nonce, json.dumps(plain).encode(), self.bound_to(at, name))
        self.file.write_text(json.dumps({"v": 1, "nonce": base64.b64encode(nonce).decode(),
                                         "ct": base64.b64encode(sealed).decode(), "cachedAt": at}))

    def test_another_program_reads_what_we_kept(self):
        self.assertEqual(self.good("get", "sk_1", "--cache"), "p\u00e4ss")
        entry = json.loads(self.file.read_text())
        self.assertEqual((sorted(entry), entry["v"]), (["cachedAt", "ct", "nonce", "v"], 1))
        nonce, sealed = base64.b64decode(entry["nonce"]), base64.b64decode(entry["ct"])
        plain = json.loads(self.cipher.decrypt(nonce, sealed, self.bound_to(entry["cachedAt"])))
        self.assertEqual(plain["value"], "p\u00e4ss")
        with self.assertRaises(InvalidTag):
            self.cipher.decrypt(nonce, sealed, self.bound_to(entry["cachedAt"] + 1))
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)

    def test_we_read_what_another_program_kept(self):
        self.good("get", "sk_1", "--cache")
        self.server.answers[("GET", "/v1/secret/sk_1")] = [(502, {}, {})]
        self.write({"value": "theirs"})
        done = self.signet("get", "sk_1", "--cache")
        self.assertEqual((done.returncode, done.stdout), (0, b"theirs"), done.stderr)
        self.assertIn(b"2026-11-18 11:06:40", done.stderr)

    def test_what_was_kept_for_another_secret_or_changed_is_nothing(self):
        self.good("get", "sk_1", "--cache")
        self.server.answers[("GET", "/v1/secret/sk_1")] = [(502, {}, {})]
        self.write({"value": "theirs"}, name="sk_2")
        self.bad(8, "get", "sk_1", "--cache")
        self.write({"value": "theirs"})
        entry = json.loads(self.file.read_text())
        self.file.write_text(json.dumps({**entry, "cachedAt": entry["cachedAt"] + 1}))
        self.bad(8, "get", "sk_1", "--cache")


if __name__ == "__main__":
    main()
