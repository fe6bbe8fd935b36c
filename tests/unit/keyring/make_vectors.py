#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The blobs of docs/formats.md, made without our code: Python's hashlib and hmac, ChaCha20-Poly1305 of the package
`cryptography`, and the twenty lines of HChaCha20 that turn it into XChaCha20-Poly1305
(draft-irtf-cfrg-xchacha-03). Prints what keyring_test.cpp expects."""

import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305


def hchacha20(key, nonce16):
    s = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce16))

    def quarter(a, b, c, d):
        for x, y, z, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            s[x] = (s[x] + s[y]) & 0xFFFFFFFF
            turned = s[z] ^ s[x]
            s[z] = ((turned << by) | (turned >> (32 - by))) & 0xFFFFFFFF

    for _ in range(10):
        for i in range(4):
            quarter(i, 4 + i, 8 + i, 12 + i)
        for i in range(4):
            quarter(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return struct.pack("<8I", *s[0:4], *s[12:16])


def box(key, nonce, aad, plain):
    return nonce + ChaCha20Poly1305(hchacha20(key, nonce[:16])).encrypt(b"\0" * 4 + nonce[16:], plain, aad)


def lp(text):
    raw = text.encode()
    return struct.pack(">H", len(raw)) + raw


counter = 0


def random(count):
    global counter
    counter += count
    return bytes(i & 0xFF for i in range(counter - count, counter))


ROOT = b"\x07" * 32
VAULT, PROJECT, SECRET, VERSION = "vault_aaaaaaaaaaaaaaaa", "proj_bbbbbbbbbb", "sk_cccccccccc", 3

draft_key = bytes.fromhex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
draft_nonce = bytes.fromhex("000000090000004a0000000031415927")
assert hchacha20(draft_key, draft_nonce).hex() == "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc"

root_key_id = hashlib.blake2b(b"signet/mk-id/v1", key=ROOT, digest_size=32).digest()[:8].hex()
print("ROOT_KEY_ID", root_key_id)

project_key = random(32)
aad = lp("signet/at-rest/v1") + lp("project-key") + lp(VAULT) + lp(PROJECT) + struct.pack(">I", 1) + lp(root_key_id)
print("PROJECT_KEY", (b"\x01" + box(ROOT, random(24), aad, project_key)).hex())


def place(purpose):
    return lp("signet/at-rest/v1") + lp(purpose) + lp(VAULT) + lp(PROJECT) + lp(SECRET) + struct.pack(">Q", VERSION)


data_key = random(32)
print("VALUE", (b"\x01" + box(data_key, random(24), place("value"), b"correct horse")).hex())
aad = place("value/dk") + struct.pack(">I", 1)
print("DATA_KEY", (b"\x01" + struct.pack(">I", 1) + box(project_key, random(24), aad, data_key)).hex())

aad = lp("signet/root-slot/v1") + lp("slot_eeeeeeeeee") + lp("file") + lp(root_key_id)
print("SLOT", (b"\x01" + box(b"\x09" * 32, random(24), aad, ROOT)).hex())

extracted = hmac.new(b"signet/keyed-digest/v1", ROOT, hashlib.sha256).digest()
expanded = hmac.new(extracted, b"test" + b"\x01", hashlib.sha256).digest()
print("DIGEST", hmac.new(expanded, b"abc", hashlib.sha256).hexdigest())
