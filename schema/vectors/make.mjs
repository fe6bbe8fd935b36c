// SPDX-License-Identifier: Apache-2.0
// Writes the *.json beside it: keys, their files, proofs, signed requests and grammars, made by an implementation that
// shares no line with ours. Run it where its two packages are installed; the output is the same every time.
//
//   cd $(mktemp -d) && npm install @noble/curves@2.4.0 @noble/post-quantum@0.7.1 && node .../schema/vectors/make.mjs
//
// Made with Node 20.20.2. check.py, over pyca/cryptography, agrees with every case.
import {createHash} from 'node:crypto';
import {createRequire} from 'node:module';
import {writeFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import {pemCases} from './make_pem.mjs';
import {requestCases} from './make_requests.mjs';
import {grammars} from './make_grammars.mjs';

const installed = createRequire(process.cwd() + '/');
const load = (name) => import(pathToFileURL(installed.resolve(name)));
const {ed25519} = await load('@noble/curves/ed25519.js');
const {ml_dsa65} = await load('@noble/post-quantum/ml-dsa.js');
const {sha512} = await import(pathToFileURL(createRequire(installed.resolve('@noble/curves/ed25519.js')).resolve('@noble/hashes/sha2.js')));

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const seedOf = (name) => sha256(`signet/vectors/v1/${name}`);
const u16 = (n) => Buffer.from([n >> 8, n & 255]);

const ALGORITHM_ID = {'Ed25519': 0x30, 'ML-DSA-65': 0x11, 'Ed25519+ML-DSA-65': 0x31};
const fingerprint = (algorithm, raw) => sha256(Buffer.from([ALGORITHM_ID[algorithm]]), raw).toString('hex');

/// Ed25519, ML-DSA-65 or both, from seeds of 32 bytes.
function makeKey(name, algorithm) {
  const edSeed = algorithm.includes('Ed25519') ? seedOf(`${name}/ed25519`) : null;
  const mldsaSeed = algorithm.includes('ML-DSA-65') ? seedOf(`${name}/ml-dsa-65`) : null;
  const edPublic = edSeed && Buffer.from(ed25519.getPublicKey(edSeed));
  const mldsa = mldsaSeed && ml_dsa65.keygen(mldsaSeed);
  const mldsaPublic = mldsa && Buffer.from(mldsa.publicKey);
  const raw = edSeed && mldsaSeed
    ? Buffer.concat([Buffer.from([1]), u16(32), edPublic, u16(1952), mldsaPublic]) : edPublic ?? mldsaPublic;
  const fingerprints = [fingerprint(algorithm, raw)];
  if (edSeed && mldsaSeed) fingerprints.push(fingerprint('Ed25519', edPublic), fingerprint('ML-DSA-65', mldsaPublic));
  const signMldsa = (message, options = {}) =>
    Buffer.from(ml_dsa65.sign(message, mldsa.secretKey, {...options, extraEntropy: false}));
  const sign = (message) => Buffer.concat([
    edSeed ? Buffer.from(ed25519.sign(message, edSeed)) : Buffer.alloc(0), mldsa ? signMldsa(message) : Buffer.alloc(0)]);
  return {name, algorithm, raw, edSeed, mldsaSeed, edPublic, mldsaPublic, mldsaExpanded: mldsa?.secretKey, fingerprints,
          sign, signMldsa};
}

const keys = ['Ed25519', 'ML-DSA-65', 'Ed25519+ML-DSA-65'].flatMap((algorithm) =>
  [1, 2].map((n) => makeKey(`${algorithm.toLowerCase()}-${n}`, algorithm)));

function proofs() {
  const prefixes = {enrol: 'signet-enrol-v1', operator: 'signet-operator-v1', rotate: 'signet-rotate-v1', kem: 'signet-kem-v1'};
  const subject = 'boot_' + '0123456789abcdef'.repeat(4);
  const cases = [];
  for (const key of keys) {
    const messageFor = (prefix, who) => `${prefix}:${who}:${key.algorithm}:${sha256(key.raw).toString('hex')}`;
    for (const [purpose, prefix] of Object.entries(prefixes)) {
      const message = messageFor(prefix, subject);
      const proof = key.sign(Buffer.from(message)).toString('base64');
      cases.push({key: key.name, purpose, subject, message, proof, valid: true});
      if (purpose !== 'enrol') continue;
      const other = keys.find((k) => k.algorithm === key.algorithm && k !== key);
      cases.push({key: key.name, purpose: 'rotate', subject, proof, valid: false, why: 'made for another purpose'});
      cases.push({key: key.name, purpose, subject: subject + '0', proof, valid: false, why: 'made for another subject'});
      cases.push({key: other.name, purpose, subject, proof, valid: false, why: 'made by another key'});
    }
  }
  return cases;
}

const tools = {ed25519, ml_dsa65, sha512, sha256, seedOf, keys, u16};
const write = (file, value) =>
  writeFileSync(new URL(file, import.meta.url), JSON.stringify(value, null, 1).replace(/[\u007f-\uffff]/g,
    (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0')) + '\n');

const {pem, refusedKeys} = pemCases(tools);
write('keys.json', {
  keys: keys.map((key) => ({
    name: key.name, algorithm: key.algorithm,
    seed: Buffer.concat([key.edSeed, key.mldsaSeed].filter(Boolean)).toString('hex'),
    publicKey: key.raw.toString('base64'), fingerprints: key.fingerprints})),
  refused: refusedKeys});
write('pem.json', {cases: pem});
write('proofs.json', {cases: proofs()});
write('requests.json', {cases: requestCases(tools)});
write('grammars.json', grammars());
