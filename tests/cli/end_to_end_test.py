# SPDX-License-Identifier: Apache-2.0
"""End-to-end secrets against another implementation, both ways: it opens what the command line sealed, and seals what the
command line opens. And whose keys are believed."""
import base64
import hashlib
import json
import os
import unittest

from command_line import MACHINE, CommandLineTest, main

try:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ed25519, mlkem, x25519
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF
except ImportError:
    mlkem = None

LABEL, SEALED = b"signet/end-to-end/v1\0", b"signet/sealed/v1"
SECRET = {"secretId": "sk_1", "projectId": "proj_1", "name": "n", "kind": "end-to-end", "fieldNames": None, "version": 1,
          "createdAt": 1, "updatedAt": 1}
HYBRID_KEY = f"/v1/admin/vaults/vault_a/machines/{MACHINE}/hybrid-key"
CREATE, PUT = "/v1/admin/vaults/vault_a/projects/proj_1/end-to-end", "/v1/admin/vaults/vault_a/secrets/sk_1/end-to-end"
READ = "/v1/end-to-end/secret/sk_1"


def lp(value):
    value = value.encode() if isinstance(value, str) else value
    return len(value).to_bytes(2, "big") + value


def to_base64(data):
    return base64.b64encode(data).decode()


class SealingKey:
    """X-Wing's key, of its seed."""

    def __init__(self, seed):
        expanded = hashlib.shake_256(seed).digest(96)
        self.mlkem = mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        self.x25519 = x25519.X25519PrivateKey.from_private_bytes(expanded[64:])
        self.x25519_public = self.x25519.public_key().public_bytes_raw()
        self.raw = b"\1\0\x20" + self.x25519_public + b"\4\xa0" + self.mlkem.public_key().public_bytes_raw()
        self.fingerprint = hashlib.sha256(b"\xa1" + self.raw).digest()

    def cipher(self, mlkem_secret, x25519_secret, header):
        both = mlkem_secret + x25519_secret + header[1:33] + self.x25519_public
        secret = hashlib.sha3_256(both + bytes.fromhex("5c2e2f2f5e5c")).digest()
        info = bytes([len(SEALED)]) + SEALED + hashlib.sha256(self.raw).digest() + hashlib.sha256(header).digest()
        return ChaCha20Poly1305(HKDF(hashes.SHA256(), 32, SEALED, info).derive(secret))

    def open(self, context, envelope):
        header, nonce, sealed = envelope[:1121], envelope[1121:1133], envelope[1133:]
        shared = self.x25519.exchange(x25519.X25519PublicKey.from_public_bytes(header[1:33]))
        return self.cipher(self.mlkem.decapsulate(header[33:]), shared, header).decrypt(nonce, sealed, header + context)

    def seal(self, context, value):
        ephemeral, nonce = x25519.X25519PrivateKey.generate(), os.urandom(12)
        secret, ciphertext = self.mlkem.public_key().encapsulate()
        header = b"\1" + ephemeral.public_key().public_bytes_raw() + ciphertext
        cipher = self.cipher(secret, ephemeral.exchange(self.x25519.public_key()), header)
        return header + nonce + cipher.encrypt(nonce, value, header + context)


def context_of(secret, version):
    return LABEL + lp("vault_a") + lp(secret) + version.to_bytes(8, "big")


def seal(key, author, value, version, secret="sk_1"):
    content, nonce, context = os.urandom(32), os.urandom(12), context_of(secret, version)
    share = lp(MACHINE) + key.fingerprint + key.seal(context + lp(MACHINE), content)
    sealed = nonce + ChaCha20Poly1305(content).encrypt(nonce, value, context)
    body = (b"\1" + context[len(LABEL):] + b"\x30" + lp(author.public_key().public_bytes_raw()) + b"\1" + share
            + len(sealed).to_bytes(4, "big") + sealed)
    return to_base64(body + author.sign(LABEL + body))


def unseal(key, author, bundle, secret, version):
    bundle, context = base64.b64decode(bundle), context_of(secret, version)
    body, signature = bundle[:-64], bundle[-64:]
    author.verify(signature, LABEL + body)
    head = b"\1" + context[len(LABEL):] + b"\x30" + lp(author.public_bytes_raw()) + b"\1" + lp(MACHINE) + key.fingerprint
    assert body.startswith(head), body[:len(head)]
    envelope, rest = body[len(head):len(head) + 1181], body[len(head) + 1181:]
    assert int.from_bytes(rest[:4], "big") == len(rest) - 4, len(rest)
    content = key.open(context + lp(MACHINE), envelope)
    return ChaCha20Poly1305(content).decrypt(rest[4:16], rest[16:], context)


@unittest.skipIf(mlkem is None, "no pyca/cryptography with ML-KEM")
class EndToEnd(CommandLineTest):
    def put_recipient(self, epoch=1, owner=None):
        """A machine of somebody else's making, whose request key signed its sealing key."""
        self.recipient, owner = SealingKey(os.urandom(32)), owner or ed25519.Ed25519PrivateKey.generate()
        digest = hashlib.sha256(self.recipient.raw).hexdigest()
        proof = owner.sign(f"signet-kem-v1:{MACHINE}:X25519+ML-KEM-768:{digest}:{epoch}".encode())
        raw = owner.public_key().public_bytes_raw()
        self.owner = hashlib.sha256(b"\x30" + raw).hexdigest()
        self.server.answers[("GET", HYBRID_KEY)] = [(200, {
            "machineId": MACHINE, "algorithm": "X25519+ML-KEM-768", "publicKey": to_base64(self.recipient.raw),
            "fingerprint": self.recipient.fingerprint.hex(), "epoch": epoch, "sealedOnly": True, "createdAt": 1,
            "proof": to_base64(proof),
            "signedBy": {"algorithm": "Ed25519", "publicKey": to_base64(raw), "fingerprint": self.owner}}, {})]
        return owner

    def put_author(self):
        place = self.put_operator()
        key = serialization.load_pem_private_key((place / "private.pem").read_bytes(), None)
        self.server.say("POST", CREATE, SECRET, 201)
        self.server.say("POST", PUT, {**SECRET, "version": 2}, 201)
        self.server.say("GET", "/v1/admin/vaults/vault_a/secrets/sk_1", SECRET)
        return key.public_key()

    def sealing_key(self):
        """The one that the command line makes for this machine."""
        place = self.put_machine()
        self.server.say("GET", "/v1/vault/keys", {"installationId": "inst_1", "vaultId": "vault_a", "responseKey": {
            "keyId": "0" * 64, "algorithm": "Ed25519+ML-DSA-65", "publicKey": to_base64(bytes(1989))}})
        self.server.say("PUT", "/v1/hybrid-key", {"error": "no"}, 409)
        self.bad(5, "hybrid-key", "publish")
        pem = json.loads((place / "sealing.json").read_text())["keys"][0]
        return SealingKey(base64.b64decode("".join(pem.splitlines()[1:-1])))

    def test_another_implementation_opens_what_is_sealed_here(self):
        author = self.put_author()
        self.put_recipient()
        made = self.json("admin", "secret", "create-end-to-end", "proj_1", "n", "--to", MACHINE, stdin="only for it")
        self.assertEqual(made["kind"], "end-to-end")
        body = self.server.requests[-1][2]
        self.assertEqual({name for name in body}, {"name", "bundle", "requestId"})
        bundle = base64.b64decode(body["bundle"])
        secret = bundle[12:25].decode()
        self.assertRegex(secret, "^sk_[a-z0-9]{10}$")
        self.assertEqual(unseal(self.recipient, author, body["bundle"], secret, 1), b"only for it")
        self.good("admin", "secret", "put-end-to-end", "sk_1", "--to", MACHINE, stdin="two")
        self.assertEqual(unseal(self.recipient, author, self.server.requests[-1][2]["bundle"], "sk_1", 2), b"two")

    def test_what_another_implementation_sealed_is_opened_here(self):
        key, author = self.sealing_key(), ed25519.Ed25519PrivateKey.generate()
        get = ["get", "--end-to-end", "sk_1"]
        carry = lambda by, version, **more: self.server.answers.update(
            {("GET", READ): [(200, {"bundle": seal(key, by, b"value", version, **more), "version": version}, {})]})
        carry(author, 3)
        self.assertEqual(self.good(*get), "value")
        carry(author, 3, secret="sk_2")
        self.assertIn("another secret or version", self.bad(8, *get))
        carry(author, 2)
        self.assertIn("went back", self.bad(1, *get))
        other = ed25519.Ed25519PrivateKey.generate()
        carry(other, 4)
        self.assertIn("somebody replaced it", self.bad(1, *get))
        self.bad(1, *get, "--author", "0" * 64)
        fingerprint = hashlib.sha256(b"\x30" + other.public_key().public_bytes_raw()).hexdigest()
        self.assertEqual(self.json(*get, "--author", fingerprint)["author"], fingerprint)
        self.assertEqual(self.good(*get), "value")
        self.bad(1, "get", "sk_1", "--author", fingerprint)
        self.bad(1, *get, "--field", "f")

    def test_a_recipient_that_somebody_replaced_gets_nothing(self):
        self.put_author()
        owner = self.put_recipient(epoch=2)
        create = ["admin", "secret", "create-end-to-end", "proj_1", "n", "--to"]
        self.bad(1, *create, f"{MACHINE}={'0' * 64}", stdin="v")
        self.good(*create, f"{MACHINE}={self.owner}", stdin="v")
        self.put_recipient(epoch=1, owner=owner)
        self.assertIn("went back", self.bad(1, *create, MACHINE, stdin="v"))
        self.put_recipient(epoch=3)
        self.assertIn("somebody replaced it", self.bad(1, *create, MACHINE, stdin="v"))
        self.good(*create, f"{MACHINE}={self.owner}", stdin="v")
        self.assertEqual(len([one for one in self.server.requests if one[1] == CREATE]), 2)
        self.bad(1, "admin", "secret", "create-end-to-end", "proj_1", "n", stdin="v")


if __name__ == "__main__":
    main()
