# SPDX-License-Identifier: Apache-2.0
"""Verifies identity tokens with another implementation, the package `cryptography`, and nothing of ours."""
import base64
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

try:
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
except ImportError:
    MLDSA65PublicKey = None  # an old one: the other half is verified alone

ED25519 = slice(3, 35)  # of 01 | 0020 | Ed25519 key | 07a0 | ML-DSA-65 key
ML_DSA = slice(37, 1989)


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verify_halves(key, ed25519, ml_dsa):
    """Each of the two is (signature, what it is over)."""
    raw = base64.b64decode(key["publicKey"])
    Ed25519PublicKey.from_public_bytes(raw[ED25519]).verify(*ed25519)
    if MLDSA65PublicKey:
        MLDSA65PublicKey.from_public_bytes(raw[ML_DSA]).verify(*ml_dsa)


def verify(token, keys):
    """The claims of either form; raises if anything is wrong."""
    by_id = {key["keyId"]: key for key in keys}
    if not token.startswith("{"):
        header, payload, signature = token.split(".")
        said = json.loads(from_base64url(header))
        assert (said["alg"], said["typ"], len(said)) == ("Ed25519+ML-DSA-65", "signet-rt+jwt", 3), said
        text, both = f"{header}.{payload}".encode(), from_base64url(signature)
        assert len(both) == 64 + 3309, len(both)
        verify_halves(by_id[said["kid"]], (both[:64], text), (both[64:], text))
        return json.loads(from_base64url(payload))
    said = json.loads(token)
    halves = []
    for one, algorithm in zip(said["signatures"], ("EdDSA", "ML-DSA-65"), strict=True):
        header = json.loads(from_base64url(one["protected"]))
        assert header["alg"] == algorithm and header["crit"], header
        halves.append((header["kid"], from_base64url(one["signature"]), f"{one['protected']}.{said['payload']}".encode()))
    assert halves[0][0] == halves[1][0], halves
    verify_halves(by_id[halves[0][0]], halves[0][1:], halves[1][1:])
    return json.loads(from_base64url(said["payload"]))
