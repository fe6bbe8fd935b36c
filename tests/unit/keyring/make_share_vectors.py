#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The shares of docs/formats.md, made without our code: prints what shares_test.cpp expects."""

import base64
import hashlib

PREFIX = b"signet-share-v1:"
SECRET = bytes(range(32))
THRESHOLD, SHARES = 3, 5
COEFFICIENTS = bytes(0x40 + i for i in range(64))  # of x, then of x squared


def multiply(a, b):
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 0x100:
            a ^= 0x11B
        b >>= 1
    return product


for x in range(1, SHARES + 1):
    y = bytes(SECRET[i] ^ multiply(COEFFICIENTS[i], x) ^ multiply(COEFFICIENTS[32 + i], multiply(x, x)) for i in range(32))
    share = b"\x01" + b"slot_eeeeeeeeee" + bytes([THRESHOLD, x]) + y
    share += hashlib.sha256(PREFIX + share).digest()[:4]
    print((PREFIX + base64.b64encode(share)).decode())
