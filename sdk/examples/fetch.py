#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fetches one secret with an Ed25519 key:  fetch.py IDENTITY.json SECRET_ID

Needs the package `cryptography` and nothing of ours. Prints the value.
"""
import base64
import hashlib
import json
import os
import sys
import time
import urllib.error
import urllib.request

from cryptography.hazmat.primitives.serialization import load_pem_private_key


def signed_request(identity, key, method, target, body=b""):
    """A request that carries its own proof of who sends it."""
    timestamp = str(int(time.time()))
    nonce = base64.b64encode(os.urandom(16)).decode()
    payload = ":".join([method, target, timestamp, nonce, hashlib.sha256(body).hexdigest()])
    headers = {
        "X-Machine-Id": identity["machineId"],
        "X-Timestamp": timestamp,
        "X-Nonce": nonce,
        "X-Signature": base64.b64encode(key.sign(payload.encode())).decode(),
    }
    return urllib.request.Request(identity["apiUrl"] + target, data=body or None, headers=headers, method=method)


def main(identity_file, secret_id):
    with open(identity_file, encoding="utf-8") as file:
        identity = json.load(file)
    with open(identity["privateKeyPath"], "rb") as file:
        key = load_pem_private_key(file.read(), password=None)
    request = signed_request(identity, key, "GET", "/v1/secret/" + secret_id)
    try:
        with urllib.request.urlopen(request, timeout=15) as answer:
            print(json.load(answer)["value"])
    except urllib.error.HTTPError as refused:
        sys.exit(f"{refused.code}: {json.load(refused)['error']}")


main(*sys.argv[1:])
