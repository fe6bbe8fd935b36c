# SPDX-License-Identifier: Apache-2.0
"""key generate, show, sign, verify, prove: no server."""
import base64
import hashlib
import json
import re
import subprocess

from command_line import SIGNET, CommandLineTest, main

ALGORITHMS = ["Ed25519", "ML-DSA-65", "Ed25519+ML-DSA-65"]
EMPTY = hashlib.sha256(b"").hexdigest()


class Keys(CommandLineTest):
    def line(self, key, said, signature, **changes):
        shown = self.json("key", "show", key)
        return json.dumps({"algorithm": shown["algorithm"], "publicKey": base64.b64decode(shown["publicKey"]).hex(),
                           "message": said.hex(), "signature": signature, **changes})

    def test_generate_writes_a_key_for_its_owner_alone(self):
        for algorithm in ALGORITHMS:
            shown = self.json("key", "generate", "--algorithm", algorithm, "--out", algorithm)
            self.assertEqual(shown["algorithm"], algorithm)
            self.assertEqual((self.folder / algorithm).stat().st_mode & 0o7777, 0o600)
            self.assertIn("PRIVATE KEY", (self.folder / algorithm).read_text())
            self.assertNotIn("PRIVATE", (self.folder / (algorithm + ".pub")).read_text())

    def test_generate_makes_a_hybrid_key_if_nothing_is_said(self):
        self.assertEqual(self.json("key", "generate", "--out", "k")["algorithm"], "Ed25519+ML-DSA-65")

    def test_generate_overwrites_nothing(self):
        key = self.key("k")
        before = key.read_bytes()
        self.assertIn("not overwritten", self.bad(1, "key", "generate", "--out", "k"))
        (self.folder / "k.pub").unlink()
        self.assertIn("not overwritten", self.bad(1, "key", "generate", "--out", "k"))
        self.assertEqual(key.read_bytes(), before)
        (self.folder / "l.pub").write_text("mine")
        self.bad(1, "key", "generate", "--out", "l")
        self.assertFalse((self.folder / "l").exists())

    def test_show_is_the_same_for_both_halves(self):
        for algorithm in ALGORITHMS:
            self.key(algorithm, algorithm)
            of_private, of_public = self.json("key", "show", algorithm), self.json("key", "show", algorithm + ".pub")
            self.assertEqual(of_private, of_public)
            self.assertEqual(self.good("key", "show", algorithm, "--pem"), (self.folder / (algorithm + ".pub")).read_text())

    def test_fingerprint_is_the_digest_that_the_protocol_names(self):
        for algorithm, identifier in zip(ALGORITHMS, (b"\x30", b"\x11", b"\x31")):
            self.key(algorithm, algorithm)
            shown = self.json("key", "show", algorithm)
            digest = hashlib.sha256(identifier + base64.b64decode(shown["publicKey"])).hexdigest()
            self.assertEqual(shown["fingerprint"], digest)

    def test_a_key_that_others_may_read_is_not_used(self):
        self.key("k").chmod(0o640)
        for command in (["show", "k"], ["sign", "--key", "k"], ["prove", "--operator", "--key", "k"]):
            self.assertIn("chmod 600", self.bad(1, "key", *command))

    def test_what_is_signed_is_verified(self):
        message = b"\x00\xff any bytes\n"
        (self.folder / "message").write_bytes(message)
        for algorithm in ALGORITHMS:
            self.key(algorithm, algorithm)
            for form in ([], ["--hex"]):
                signature = self.good("key", "sign", "--key", algorithm, *form, stdin=message).strip()
                verify = ["key", "verify", "--key", algorithm + ".pub", "--signature", signature]
                self.assertEqual(self.good(*verify, stdin=message), "valid\n")
                self.assertEqual(self.good(*verify, "--in", "message"), "valid\n")
                self.assertEqual(self.json(*verify, stdin=message), {"valid": True})
                self.assertIn("invalid", self.bad(1, *verify, stdin=message + b"x"))
            (self.folder / "signature").write_text(signature + "\n")
            self.good("key", "verify", "--key", algorithm, "--signature-file", "signature", stdin=message)

    def test_a_signature_that_is_none_is_told_apart(self):
        self.key("k")
        self.assertIn("neither base64 nor hex", self.bad(1, "key", "verify", "--key", "k", "--signature", "?"))
        self.assertIn("say which key", self.bad(1, "key", "verify"))

    def test_sign_refuses_what_a_server_would_act_on(self):
        self.key("k")
        nonce = "A" * 24
        for message in (f"GET:/v1/secret/sk_1:1795000000:{nonce}:{EMPTY}", f"X:a:b:1795000000:{nonce}:{EMPTY}",
                        f"DELETE::1795000000:{'-' * 16}:{EMPTY}", "signet-", "signet-enrol-v1:t:Ed25519:00",
                        "signet-anything\n"):
            self.assertIn("will not sign", self.bad(1, "key", "sign", "--key", "k", stdin=message))

    def test_sign_signs_what_only_resembles_it(self):
        self.key("k")
        nonce = "A" * 24
        for message in ("", "signet", " signet-x", "Signet-x", f"GET:/a:1795000000:{nonce}:{EMPTY}\n",
                        f"GET:/a:179500000:{nonce}:{EMPTY}", f"GET:/a:1795000000:{'A' * 15}:{EMPTY}",
                        f"GET:/a:1795000000:{nonce}:{EMPTY[1:]}", f"get:/a:1795000000:{nonce}:{EMPTY}",
                        f"1795000000:{nonce}:{EMPTY}"):
            self.good("key", "sign", "--key", "k", stdin=message)

    def test_lines_are_judged_one_by_one(self):
        lines, expected = [], []
        for algorithm in ALGORITHMS:
            key = self.key(algorithm, algorithm)
            signature = self.good("key", "sign", "--key", key, "--hex", stdin="m").strip()
            flipped = ("0" if signature[0] != "0" else "1") + signature[1:]
            good = self.line(key, b"m", signature)
            lines += [good, self.line(key, b"n", signature), self.line(key, b"m", flipped),
                      self.line(key, b"m", signature, algorithm="FN-DSA-512"), self.line(key, b"m", signature[:-2]),
                      self.line(key, b"m", signature.upper()), self.line(key, b"m", signature, publicKey="00" * 32),
                      self.line(key, b"m", signature, message=None), good + "x", good[:-1], "", "[]", "null", good]
            expected += ["valid"] + ["invalid"] * 12 + ["valid"]
        out = self.good("key", "verify", "--jsonl", stdin="\n".join(lines) + "\n")
        self.assertEqual(out.split("\n"), expected + [""])

    def test_keys_that_enrolment_refuses_verify_nothing(self):
        # The identity point, and a signature that a lenient verifier takes for any message under it.
        identity = "01" + "00" * 31
        line = json.dumps({"algorithm": "Ed25519", "publicKey": identity, "message": "00", "signature": identity + "00" * 32})
        self.assertEqual(self.good("key", "verify", "--jsonl", stdin=line + "\n"), "invalid\n")

    def test_each_line_is_answered_before_the_next_is_sent(self):
        key = self.key("k")
        signature = self.good("key", "sign", "--key", key, "--hex", stdin="m").strip()
        with subprocess.Popen([SIGNET, "key", "verify", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              env=self.environment) as process:
            for line, answer in ((self.line(key, b"m", signature), b"valid\n"), ("nonsense", b"invalid\n")):
                process.stdin.write(line.encode() + b"\n")
                process.stdin.flush()
                self.assertEqual(process.stdout.readline(), answer)
            process.stdin.close()
            self.assertEqual(process.wait(), 0)

    def proven(self, shown, prefix, subject):
        public_key = base64.b64decode(shown["publicKey"])
        message = f"{prefix}:{subject}:{shown['algorithm']}:{hashlib.sha256(public_key).hexdigest()}"
        line = json.dumps({"algorithm": shown["algorithm"], "publicKey": public_key.hex(), "message": message.encode().hex(),
                           "signature": base64.b64decode(shown["proof"]).hex()})
        return self.good("key", "verify", "--jsonl", stdin=line + "\n") == "valid\n"

    def test_prove_registers_an_operator(self):
        for algorithm in ALGORITHMS:
            self.key(algorithm, algorithm)
            shown = self.json("key", "prove", "--operator", "--key", algorithm)
            self.assertEqual(sorted(shown), ["algorithm", "operatorId", "proof", "publicKey"])
            self.assertTrue(re.fullmatch("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
                                         shown["operatorId"]))
            self.assertTrue(self.proven(shown, "signet-operator-v1", shown["operatorId"]))
            again = self.json("key", "prove", "--operator", "--key", algorithm, "--operator-id", shown["operatorId"])
            self.assertEqual(again["operatorId"], shown["operatorId"])

    def test_prove_enrols_by_other_means(self):
        self.key("k")
        (self.folder / "token").write_text("abc\n")
        for source, stdin in (("token", ""), ("-", "abc\n")):
            shown = self.json("key", "prove", "--token-file", source, "--key", "k", stdin=stdin)
            self.assertEqual(sorted(shown), ["algorithm", "proof", "publicKey"])
            self.assertTrue(self.proven(shown, "signet-enrol-v1", "abc"))

    def test_prove_wants_to_know_what_for(self):
        self.key("k")
        self.bad(1, "key", "prove", "--key", "k")
        self.bad(1, "key", "prove", "--key", "k", "--token-file", "-", stdin=" \n")
        for wrong in ("x", "7D1B0F0A-32C5-4C7A-8F43-5A1F4D9E6B21", "7d1b0f0a-32c5-1c7a-8f43-5a1f4d9e6b21"):
            self.assertIn("UUID", self.bad(1, "key", "prove", "--operator", "--key", "k", "--operator-id", wrong))


if __name__ == "__main__":
    main()
