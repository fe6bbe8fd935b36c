// SPDX-License-Identifier: Apache-2.0
// Writes sealed.json beside it: keys of X25519+ML-KEM-768 from seeds, the secret of X-Wing for a ciphertext, and whole
// envelopes, made by an implementation that shares no line with ours. Run like make.mjs.
import {createCipheriv, createHash, hkdfSync} from 'node:crypto';
import {createRequire} from 'node:module';
import {writeFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';

const installed = createRequire(process.cwd() + '/');
const load = (name) => import(pathToFileURL(installed.resolve(name)));
const {ml_kem768_x25519: xwing} = await load('@noble/post-quantum/hybrid.js');

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const seedOf = (name) => sha256(`signet/vectors/v1/${name}`);
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const label = Buffer.from('signet/sealed/v1');
const MLKEM_KEY = 1184, MLKEM_CIPHERTEXT = 1088;

const cases = ['', 'correct horse battery staple', 'x'.repeat(1000)].map((plaintext, n) => {
  const seed = seedOf(`sealing-${n}`), context = n === 0 ? Buffer.alloc(0) : Buffer.from(`context ${n}`);
  const {publicKey} = xwing.keygen(seed);
  const mlkem = Buffer.from(publicKey.slice(0, MLKEM_KEY)), x25519 = Buffer.from(publicKey.slice(MLKEM_KEY));
  const blob = Buffer.concat([Buffer.from('010020', 'hex'), x25519, Buffer.from('04a0', 'hex'), mlkem]);
  const made = xwing.encapsulate(publicKey, Buffer.concat([seedOf(`entropy-${n}`), seedOf(`ephemeral-${n}`)]));
  const ciphertext = Buffer.from(made.cipherText);
  const header = Buffer.concat([Buffer.from([1]), ciphertext.subarray(MLKEM_CIPHERTEXT), ciphertext.subarray(0, MLKEM_CIPHERTEXT)]);
  const info = Buffer.concat([Buffer.from([label.length]), label, sha256(blob), sha256(header)]);
  const key = Buffer.from(hkdfSync('sha256', made.sharedSecret, label, info, 32));
  const nonce = seedOf(`nonce-${n}`).subarray(0, 12);
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, {authTagLength: 16});
  cipher.setAAD(Buffer.concat([header, context]), {plaintextLength: plaintext.length});
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {seed: hex(seed), publicKey: blob.toString('base64'), entropy: hex(seedOf(`entropy-${n}`)),
          ephemeral: hex(seedOf(`ephemeral-${n}`)), secret: hex(made.sharedSecret), context: hex(context), plaintext,
          nonce: hex(nonce), envelope: Buffer.concat([header, nonce, sealed]).toString('base64')};
});
writeFileSync(new URL('sealed.json', import.meta.url), JSON.stringify({cases}, null, 1) + '\n');
