// SPDX-License-Identifier: Apache-2.0
// Writes algorithms.json beside it: one key and one deterministic signature of every algorithm of the registry that signs,
// so that sizes, seeds, joins and files are those of others. Run like make.mjs; it takes a minute, since SLH-DSA signs
// slowly. With --answers it also prints what the start-up test of the library expects.
import {createHash} from 'node:crypto';
import {createRequire} from 'node:module';
import {writeFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';

const installed = createRequire(process.cwd() + '/');
const load = (name) => import(pathToFileURL(installed.resolve(name)));
const {ed25519} = await load('@noble/curves/ed25519.js');
const mldsa = await load('@noble/post-quantum/ml-dsa.js');
const slhdsa = await load('@noble/post-quantum/slh-dsa.js');

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const counting = (first, size) => Uint8Array.from({length: size}, (_, i) => first + i);
const u16 = (n) => Buffer.from([n >> 8, n & 255]);
const message = Buffer.from('signet/self-test/v1');

const single = (scheme, seed) => {
  const {publicKey, secretKey} = scheme.keygen(seed);
  return {raw: Buffer.from(publicKey), expanded: Buffer.from(secretKey),
          sign: (m) => Buffer.from(scheme.sign(m, secretKey, {extraEntropy: false}))};
};
const elliptic = (seed) => ({raw: Buffer.from(ed25519.getPublicKey(seed)),
                             sign: (m) => Buffer.from(ed25519.sign(m, seed))});
function hybrid(scheme, seed) {
  const one = elliptic(seed.slice(0, 32)), two = single(scheme, seed.slice(32));
  return {raw: Buffer.concat([Buffer.from([1]), u16(32), one.raw, u16(two.raw.length), two.raw]),
          sign: (m) => Buffer.concat([one.sign(m), two.sign(m)])};
}

const entries = [];
const add = (algorithm, seed, key) => {
  const signature = key.sign(message);
  entries.push({algorithm, seed: Buffer.from(seed).toString('hex'), publicKey: key.raw.toString('base64'),
                expandedHash: key.expanded ? sha256(key.expanded) : null, message: message.toString(),
                signatureSize: signature.length, signatureHash: sha256(signature)});
  if (process.argv.includes('--answers')) {
    console.log(algorithm, sha256(key.raw), sha256(signature));
    if (algorithm.endsWith('-128s')) {
      console.log(key.raw.toString('hex'));
      console.log(signature.toString('base64').match(/.{1,110}/g).map((line) => `    "${line}"`).join('\n'));
    }
  }
};

add('Ed25519', counting(0, 32), elliptic(counting(0, 32)));
for (const level of ['44', '65', '87']) {
  add(`ML-DSA-${level}`, counting(32, 32), single(mldsa[`ml_dsa${level}`], counting(32, 32)));
}
for (const level of ['65', '87']) {
  add(`Ed25519+ML-DSA-${level}`, counting(0, 64), hybrid(mldsa[`ml_dsa${level}`], counting(0, 64)));
}
for (const hash of ['sha2', 'shake']) {
  for (const [bits, n] of [[128, 16], [192, 24], [256, 32]]) {
    for (const kind of ['s', 'f']) {
      const seed = counting(0, 3 * n);
      add(`SLH-DSA-${hash.toUpperCase()}-${bits}${kind}`, seed, single(slhdsa[`slh_dsa_${hash}_${bits}${kind}`], seed));
    }
  }
}
writeFileSync(new URL('algorithms.json', import.meta.url), JSON.stringify({keys: entries}, null, 1) + '\n');
