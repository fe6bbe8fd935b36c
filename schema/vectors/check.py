#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Goes through the vectors with a third implementation: pyca/cryptography (>= 47) over its own OpenSSL.

    python3 -m venv /tmp/v && /tmp/v/bin/pip install 'cryptography>=47' && /tmp/v/bin/python schema/vectors/check.py

Checked with cryptography 50.0.2 (OpenSSL 4.0.3) on Python 3.11.
"""
import base64
import hashlib
import json
import pathlib
import re
import sys
import unicodedata

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization as s
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey

HERE = pathlib.Path(__file__).parent
ALGORITHM_ID = {'Ed25519': 0x30, 'ML-DSA-65': 0x11, 'Ed25519+ML-DSA-65': 0x31}
failures = []
# OpenSSL's Ed25519 verifier takes this; the protocol's rule is stricter.
LAX = 'signature: R is the identity'


def load(name):
    return json.loads((HERE / name).read_text())


def expect(what, seen, wanted):
    if seen != wanted:
        failures.append(f'{what}: {seen!r}, not {wanted!r}')


def decode(text):
    """Canonical base64 or nothing."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return raw if base64.b64encode(raw).decode() == text else None


class Key:
    def __init__(self, entry):
        self.algorithm, seed = entry['algorithm'], bytes.fromhex(entry['seed'])
        self.private = []
        if 'Ed25519' in self.algorithm:
            self.private.append((Ed25519PrivateKey.from_private_bytes(seed[:32]), 64))
        if 'ML-DSA-65' in self.algorithm:
            self.private.append((MLDSA65PrivateKey.from_seed_bytes(seed[-32:]), 3309))
        raws = [private.public_key().public_bytes_raw() for private, _ in self.private]
        self.raw = raws[0]
        if len(raws) == 2:
            self.raw = b'\x01' + b''.join(len(raw).to_bytes(2, 'big') + raw for raw in raws)
        expect(entry['name'], base64.b64encode(self.raw).decode(), entry['publicKey'])
        parts = [(self.algorithm, self.raw)] + (list(zip(['Ed25519', 'ML-DSA-65'], raws)) if len(raws) == 2 else [])
        expect(entry['name'], [hashlib.sha256(bytes([ALGORITHM_ID[a]]) + r).hexdigest() for a, r in parts], entry['fingerprints'])

    def verify(self, message, signature):
        if signature is None or len(signature) != sum(size for _, size in self.private):
            return False
        for private, size in self.private:
            part, signature = signature[:size], signature[size:]
            try:
                private.public_key().verify(part, message)
            except InvalidSignature:
                return False
        return True


def full(pattern):
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


def is_target(text):
    if not full(r"/[A-Za-z0-9\-._~!$&'()*+,;=:@/%?]*")(text) or len(text) > 2048 or '//' in text:
        return False
    path, question, query = text.partition('?')
    escapes = lambda part, never: all(
        re.match('%[0-9A-Fa-f]{2}', part[m.start():]) and chr(int(part[m.start() + 1:m.start() + 3], 16)) not in never
        and not re.match(r'[A-Za-z0-9\-._~]', chr(int(part[m.start() + 1:m.start() + 3], 16)), re.ASCII)
        for m in re.finditer('%', part))
    return (bool(query) or not question) and not {'.', '..'} & set(path.split('/')) and \
        escapes(path, '/\\%\0') and escapes(query, '\0')


GRAMMARS = {
    'targets': is_target, 'timestamps': full('[1-9][0-9]{9}'), 'nonces': full('[A-Za-z0-9+/=_-]{16,128}'), 'methods': full('[A-Z]{1,16}'),
    'pathParameters': full('[A-Za-z0-9_.-]{1,128}'), 'hostnames': full('[A-Za-z0-9._-]{1,253}'),
    'base64': lambda text: decode(text) is not None}


def main():
    entries = load('keys.json')['keys']
    keys = {entry['name']: Key(entry) for entry in entries}
    count = len(keys)
    for case in load('requests.json')['cases']:
        body = base64.b64decode(case['body'])
        fields = [case['method'], case['target'], case['timestamp'], case['nonce']]
        payload = ':'.join(fields + [hashlib.sha256(body).hexdigest()])
        good = all(GRAMMARS[g](f) for g, f in zip(['methods', 'targets', 'timestamps', 'nonces'], fields)) and \
            keys[case['key']].verify(payload.encode(), decode(case['signature']))
        if not case['name'].endswith(LAX):
            expect(case['name'], good, case['valid'])
        if case['valid']:
            expect(case['name'], payload, case['payload'])
        count += 1
    prefixes = {'enrol': 'signet-enrol-v1', 'operator': 'signet-operator-v1', 'rotate': 'signet-rotate-v1', 'kem': 'signet-kem-v1'}
    for case in load('proofs.json')['cases']:
        key = keys[case['key']]
        message = f'{prefixes[case["purpose"]]}:{case["subject"]}:{key.algorithm}:{hashlib.sha256(key.raw).hexdigest()}'
        expect(f'proof of {case["key"]}', key.verify(message.encode(), decode(case['proof'])), case['valid'])
        count += 1
    for case in load('pem.json')['cases']:
        if not case['valid'] or 'HYBRID' in case['pem'] or 'expanded' in case['name']:
            continue  # our own strictness, our own block, and a form that pyca does not read
        key = keys[case['key']]
        blocks = re.findall('-----BEGIN.*?-----END[^\n]*-----', case['pem'], re.DOTALL)
        for block, (private, _) in zip(blocks, key.private, strict=True):
            if case['kind'] == 'public':
                loaded = s.load_pem_public_key(block.encode())
            else:
                loaded = s.load_pem_private_key(block.encode(), None).public_key()
            expect(case['name'], loaded.public_bytes_raw(), private.public_key().public_bytes_raw())
            if case.get('canonical'):
                expect(case['name'], private.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption()).decode().strip(), block)
            count += 1
    for grammar, cases in load('grammars.json').items():
        for case in cases:
            if grammar in GRAMMARS:
                expect(f'{grammar} {case["text"]!r}', GRAMMARS[grammar](case['text']), case['valid'])
            elif case['valid']:
                expect(f'{grammar} {case["text"]!r}', unicodedata.is_normalized('NFC', case['text']), True)
            count += 1
    print('\n'.join(failures) or f'{count} cases agree')
    sys.exit(bool(failures))


if __name__ == '__main__':
    main()
