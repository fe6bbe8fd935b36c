# SPDX-License-Identifier: Apache-2.0
"""Keys, commands and releases as other tools keep, send and sign them: no server."""
import base64
import json
import re
import time
import unittest

from command_line import CommandLineTest, main

try:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import mldsa
except ImportError:
    mldsa = None


class OtherTools(CommandLineTest):
    def fingerprint(self, file, *more):
        return self.json("key", "show", file, *more)["fingerprint"]

    def test_every_form_comes_back(self):
        for algorithm in ("Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "SLH-DSA-SHA2-128f"):
            with self.subTest(algorithm):
                self.key(algorithm, algorithm)
                for form in ("pem", "der", "seed"):
                    name = f"{algorithm}.{form}"
                    self.good("key", "export", algorithm, "--as", form, "--out", name)
                    self.assertEqual((self.folder / name).stat().st_mode & 0o7777, 0o600)
                    self.good("key", "import", name, "--algorithm", algorithm, "--out", name + ".again")
                    self.assertEqual(self.fingerprint(name + ".again"), self.fingerprint(algorithm))
                for form in ("public-pem", "public-der", "public-raw"):
                    name = f"{algorithm}.{form}"
                    self.good("key", "export", algorithm, "--as", form, "--out", name)
                    self.good("key", "import", "--public", name, "--algorithm", algorithm, "--out", name + ".again")
                    self.assertEqual(self.fingerprint(name + ".again"), self.fingerprint(algorithm))

    def test_hybrids_have_pem_seed_and_blob(self):
        self.key("k", "Ed25519+ML-DSA-65")
        for form, size in (("seed", 64), ("public-raw", 1989)):
            self.good("key", "export", "k", "--as", form, "--out", form)
            self.assertEqual((self.folder / form).stat().st_size, size)
        for form in ("der", "public-der", "secret"):
            self.bad(1, "key", "export", "k", "--as", form, "--out", form)
            self.assertFalse((self.folder / form).exists())
        pem = (self.folder / "k.pub").read_text()
        (self.folder / "theirs.pem").write_text(pem.replace("SIGNET HYBRID", "AETHERMESH HYBRID"))
        self.good("key", "import", "--public", "theirs.pem", "--out", "ours.pem")
        self.assertEqual((self.folder / "ours.pem").read_text(), pem)

    def test_bare_files_of_ml_dsa_65_are_told_by_their_size(self):
        self.key("k", "ML-DSA-65")
        self.good("key", "export", "k", "--as", "secret", "--out", "signing.sec")
        self.good("key", "export", "k", "--as", "public-raw", "--out", "view.pub")
        self.assertEqual((self.folder / "signing.sec").stat().st_size, 4032)
        self.assertEqual((self.folder / "view.pub").stat().st_size, 1952)
        signed = self.good("command", "sign", "--key", "signing.sec", "SUBMIT|/tmp/test.skr8tr").strip()
        self.assertEqual(self.good("command", "verify", "--key", "view.pub", signed), "SUBMIT|/tmp/test.skr8tr\n")
        self.assertIn("without its seed", self.bad(1, "key", "import", "signing.sec", "--out", "n.pem"))
        self.assertFalse((self.folder / "n.pem").exists())

    def test_a_seed_does_not_say_what_it_is_of(self):
        (self.folder / "seed").write_bytes(bytes(32))
        (self.folder / "seed").chmod(0o600)
        self.assertIn("Ed25519, ML-DSA-44", self.bad(1, "key", "import", "seed", "--out", "k"))

    def test_a_file_that_others_may_read_is_taken_only_if_said(self):
        self.key("k", "ML-DSA-65").chmod(0o644)
        for command in (["key", "import", "k", "--out", "n"], ["command", "sign", "--key", "k", "STOP"]):
            self.assertIn("chmod 600", self.bad(1, *command))
            self.good(*command, "--allow-open")

    def test_nothing_is_overwritten(self):
        self.key("k", "ML-DSA-65")
        (self.folder / "there").write_text("mine")
        for form in ("pem", "public-pem"):
            self.assertIn("not overwritten", self.bad(1, "key", "export", "k", "--as", form, "--out", "there"))
        self.assertEqual((self.folder / "there").read_text(), "mine")

    @unittest.skipIf(mldsa is None, "no pyca/cryptography with ML-DSA")
    def test_pyca_reads_and_writes_the_same_files(self):
        theirs = mldsa.MLDSA65PrivateKey.generate()
        pem = theirs.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                   serialization.NoEncryption())
        (self.folder / "theirs").write_bytes(pem)
        (self.folder / "theirs").chmod(0o600)
        self.good("key", "import", "theirs", "--out", "ours")
        self.assertEqual((self.folder / "ours").read_bytes(), pem)
        self.good("key", "export", "ours", "--as", "public-der", "--out", "der")
        read = serialization.load_der_public_key((self.folder / "der").read_bytes())
        self.assertEqual(read.public_bytes_raw(), theirs.public_key().public_bytes_raw())
        # The document's scenario, signed by somebody else: a command of now, and the same of 31 seconds ago.
        for age, code in ((0, 0), (31, 1)):
            payload = f"SUBMIT|/tmp/test.skr8tr|{int(time.time()) - age}"
            signed = f"{payload}|{theirs.sign(payload.encode()).hex()}"
            self.assertEqual(self.signet("command", "verify", "--key", "ours.pub", signed).returncode, code)

    @unittest.skipIf(mldsa is None, "no pyca/cryptography with ML-DSA")
    def test_a_token_by_another_implementation_is_verified_with_its_machine(self):
        self.key("issuer", "Ed25519+ML-DSA-65")
        self.key("machine", "Ed25519+ML-DSA-65")
        blocks = re.findall("-----BEGIN.*?-----END[^\n]*-----", (self.folder / "issuer").read_text(), re.DOTALL)
        halves = [serialization.load_pem_private_key(block.encode(), None) for block in blocks]
        encode = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=").decode()
        now = int(time.time())
        header = {"alg": "Ed25519+ML-DSA-65", "kid": self.fingerprint("issuer")[:16], "typ": "signet-rt+jwt"}
        claims = {"iss": "https://vault", "aud": "billing", "sub": "m", "jti": "j", "iat": now, "nbf": now,
                  "exp": now + 300, "cnf": {"fp": self.fingerprint("machine")}}
        text = encode(json.dumps(header).encode()) + "." + encode(json.dumps(claims).encode())
        token = text + "." + encode(b"".join(half.sign(text.encode()) for half in halves))
        (self.folder / "token").write_text(token + "\n")
        verify = ["token", "verify", "token", "--key", "issuer.pub", "--issuer", "https://vault", "--audience"]
        of_another = [word.replace("issuer.pub", "machine.pub") for word in verify]
        self.assertEqual(self.json(*verify, "billing")["subject"], "m")
        self.assertIn("another audience", self.bad(1, *verify, "shipping"))
        self.assertIn("none of the issuer's keys", self.bad(1, *of_another, "billing"))

        challenge = "0123456789abcdef"
        proof = self.good("token", "prove", "token", "--key", "machine", "--challenge", challenge)
        (self.folder / "proof").write_text(proof)
        more = ["--proof", "proof", "--machine-key", "machine.pub", "--challenge"]
        self.good(*verify, "billing", *more, challenge)
        self.assertIn("did not sign", self.bad(1, *verify, "billing", *more, "fedcba9876543210"))
        self.bad(1, "token", "prove", "token", "--key", "machine", "--challenge", "short")

    def test_commands_are_refused_unsigned_and_changed(self):
        self.key("k", "ML-DSA-65")
        self.assertIn("not signed", self.bad(1, "command", "verify", "--key", "k.pub", "SUBMIT|/tmp/x"))
        signed = self.good("command", "sign", "--key", "k", "-", stdin="SUBMIT|/tmp/x\n").strip()
        self.assertEqual(self.json("command", "verify", "--key", "k.pub", "-", stdin=signed), {"command": "SUBMIT|/tmp/x"})
        self.assertIn("not this key's", self.bad(1, "command", "verify", "--key", "k.pub", signed.replace("SUBMIT", "REMOVE")))
        for wrong in ("signet-enrol-v1:t", "a\nb", ""):
            self.bad(1, "command", "sign", "--key", "k", wrong)

    def test_a_release_is_signed_beside_it(self):
        self.key("k", "SLH-DSA-SHA2-128s")
        self.key("other", "SLH-DSA-SHA2-128s")
        self.key("wrong", "ML-DSA-65")
        release = self.folder / "signet.tar"
        release.write_bytes(bytes(range(256)) * 4096)
        self.good("release", "sign", "--key", "k", "signet.tar")
        self.assertTrue((self.folder / "signet.tar.slhdsa").exists())
        self.assertEqual(self.good("release", "verify", "--key", "k.pub", "signet.tar"), "valid\n")
        self.assertIn("not overwritten", self.bad(1, "release", "sign", "--key", "k", "signet.tar"))
        self.assertIn("did not sign", self.bad(1, "release", "verify", "--key", "other.pub", "signet.tar"))
        for command in (["sign", "--key", "wrong"], ["verify", "--key", "wrong.pub"]):
            self.assertIn("SLH-DSA-SHA2-128s", self.bad(1, "release", *command, "signet.tar"))
        with release.open("ab") as file:
            file.write(b"x")
        self.assertIn("did not sign", self.bad(1, "release", "verify", "--key", "k.pub", "signet.tar"))
        self.bad(1, "release", "verify", "--key", "k.pub", "nowhere")
        (self.folder / "small").write_text("signet-enrol-v1:token")
        self.assertIn("will not sign", self.bad(1, "release", "sign", "--key", "k", "small"))


if __name__ == "__main__":
    main()
