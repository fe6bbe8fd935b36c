// SPDX-License-Identifier: Apache-2.0
// Requests as a server sees them: the fields as they stand on the wire, and whether key and grammar accept them.

const NONCE = 'q83vEjRWeJCrze8SNFZ4kA==';
const BASE = {method: 'POST', target: '/v1/secrets/export?after=sk_0123456789&limit=20', timestamp: '1711468800', nonce: NONCE,
              body: Buffer.from('{"projectId":"proj_0123456789"}')};

const GOOD = {
  'the base of the refused ones': {},
  'no body, no query': {method: 'GET', target: '/v1/secret/sk_0123456789', body: ''},
  'root': {method: 'GET', target: '/', body: ''},
  'POST without a body': {target: '/v1/secrets/export', body: ''},
  'a colon in the target': {method: 'GET', target: '/v1/secret/a:1700000000:b', body: ''},
  'a query with every character': {method: 'GET', target: "/v1/x?a=-._~!$&'()*+,;=:@/?b", body: ''},
  'escapes that are needed': {method: 'GET', target: '/v1/x%20%C3%A9?q=100%25%5C%2F', body: ''},
  'longest method': {method: 'ABCDEFGHIJKLMNOP'},
  'longest target': {method: 'GET', target: '/' + 'a'.repeat(2047), body: ''},
  'first timestamp': {timestamp: '1000000000'},
  'last timestamp': {timestamp: '9999999999'},
  'shortest nonce': {nonce: 'AAAAAAAAAAAAAAAA'},
  'nonce of 20 characters': {nonce: 'dGhpcyBpcyBhIG5vbmNl'},
  'nonce in hex': {nonce: '0123456789abcdef0123456789abcdef'},
  'longest nonce': {nonce: '+/=_-aZ9'.repeat(16)},
  'body with spaces and escapes': {body: '{"projectId": "caf\\u00e9"}'},
  'body in UTF-8': {body: '{"name":"café ☕"}'},
  'binary body': {body: Buffer.from(Array.from({length: 256}, (_, i) => i))},
};

// What does not fit the grammar, or is not what was signed.
const CHANGED = {
  'method changed': {method: 'PUT'}, 'method in lower case': {method: 'post'}, 'method empty': {method: ''},
  'method of 17 letters': {method: 'ABCDEFGHIJKLMNOPQ'}, 'method with a space': {method: 'POST '}, 'method with a colon': {method: 'POST:'},
  'query dropped': {target: '/v1/secrets/export'}, 'query reordered': {target: '/v1/secrets/export?limit=20&after=sk_0123456789'},
  'parameter added': {target: BASE.target + '&x=1'}, 'path in another case': {target: BASE.target.replace('export', 'Export')},
  'letter escaped': {target: BASE.target.replace('export', '%65xport')}, 'slash doubled': {target: '/' + BASE.target},
  'dot segment': {target: '/v1/./secrets/export'}, 'dot-dot segment': {target: '/v1/x/../secrets/export'},
  'escaped slash': {target: '/v1%2Fsecrets/export'}, 'absolute form': {target: 'http://localhost' + BASE.target},
  'fragment': {target: BASE.target + '#x'}, 'target empty': {target: ''}, 'space in the target': {target: BASE.target + ' '},
  'target one too long': {target: '/' + 'a'.repeat(2048)}, 'slash at the end': {target: '/v1/secrets/export/'},
  'timestamp a second later': {timestamp: '1711468801'}, 'timestamp with +': {timestamp: '+1711468800'},
  'timestamp with a space': {timestamp: ' 1711468800'}, 'timestamp with a zero': {timestamp: '01711468800'},
  'timestamp with decimals': {timestamp: '1711468800.0'}, 'timestamp of 9 digits': {timestamp: '171146880'},
  'timestamp as a float': {timestamp: '1.71146e+9'}, 'timestamp in wide digits': {timestamp: '１７１１４６８８００'},
  'timestamp negative': {timestamp: '-711468800'}, 'timestamp empty': {timestamp: ''}, 'timestamp with LF': {timestamp: '1711468800\n'},
  'nonce changed': {nonce: 'q83vEjRWeJCrze8SNFZ4kQ=='}, 'nonce without padding': {nonce: NONCE.slice(0, -2)},
  'nonce of 15 characters': {nonce: 'AAAAAAAAAAAAAAA'}, 'nonce of 129 characters': {nonce: 'A'.repeat(129)},
  'nonce with a colon': {nonce: NONCE.slice(0, -2) + '::'}, 'nonce with a space': {nonce: NONCE + ' '},
  'nonce with LF': {nonce: NONCE + '\n'}, 'nonce with NUL': {nonce: NONCE + '\0'}, 'nonce empty': {nonce: ''},
  'body with a byte more': {body: BASE.body + '\n'}, 'body with a space more': {body: '{"projectId": "proj_0123456789"}'},
  'body with another id': {body: '{"projectId":"proj_0123456788"}'}, 'body dropped': {body: ''},
};

const text = (fields) => [fields.method, fields.target, fields.timestamp, fields.nonce].join(':');

export function requestCases({keys, ed25519, ml_dsa65, sha512, sha256}) {
  const payload = (fields) => Buffer.from(text(fields) + ':' + sha256(Buffer.from(fields.body)).toString('hex'));
  const cases = [];
  const add = (key, name, fields, signature, valid) => cases.push({
    name: `${key.algorithm}: ${name}`, key: key.name, method: fields.method, target: fields.target, timestamp: fields.timestamp,
    nonce: fields.nonce, body: Buffer.from(fields.body).toString('base64'),
    ...(valid ? {payload: payload(fields).toString()} : {}),
    signature: typeof signature === 'string' ? signature : signature.toString('base64'), valid});

  for (const algorithm of ['Ed25519', 'ML-DSA-65', 'Ed25519+ML-DSA-65']) {
    const [key, other] = keys.filter((k) => k.algorithm === algorithm);
    const stranger = keys.find((k) => k.algorithm !== algorithm);
    for (const [name, change] of Object.entries(GOOD)) {
      const fields = {...BASE, ...change};
      add(key, name, fields, key.sign(payload(fields)), true);
    }
    const good = key.sign(payload(BASE));
    for (const [name, change] of Object.entries(CHANGED)) add(key, name, {...BASE, ...change}, good, false);

    // The same bytes are signed, read with the borders moved: only the grammars stop it.
    const shifted = {...BASE, method: 'GET', target: '/v1/secret/a:1700000000', body: ''};
    add(key, 'colon shift', {...shifted, target: '/v1/secret/a', timestamp: '1700000000', nonce: `1711468800:${NONCE}`},
        key.sign(payload(shifted)), false);

    const bad = (name, signature) => add(key, `signature: ${name}`, BASE, signature, false);
    const base64 = good.toString('base64');
    bad('empty', '');
    bad('zeros', Buffer.alloc(good.length));
    bad('a byte too few', good.subarray(0, -1));
    bad('a byte too many', Buffer.concat([good, Buffer.alloc(1)]));
    bad('of another key', other.sign(payload(BASE)));
    bad('of another algorithm', stranger.sign(payload(BASE)));
    bad('in the url alphabet', base64.replaceAll('+', '-').replaceAll('/', '_').replace(/^./, '-'));
    bad('with a space before', ' ' + base64);
    bad('with LF', base64 + '\n');
    bad('with more padding', base64 + '====');
    bad('twice', base64 + ',' + base64);
    bad('in hex', good.toString('hex'));
    if (base64.endsWith('=')) {
      bad('without padding', base64.replaceAll('=', ''));
      const last = base64.replace(/=+$/, '').length - 1;
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
      const next = alphabet[alphabet.indexOf(base64[last]) + 1];
      bad('with bits behind the end', base64.slice(0, last) + next + base64.slice(last + 1));
    }
    const flips = algorithm === 'Ed25519' ? [0, 31, 32, 63] : algorithm === 'ML-DSA-65' ? [0, 47, 48, 1600, 3247, 3248, 3302, 3308]
      : [0, 31, 32, 63, 64, 111, 112, 3311, 3312, 3372];
    for (const at of flips) {
      const flipped = Buffer.from(good);
      flipped[at] ^= 1;
      bad(`bit flipped in byte ${at}`, flipped);
    }
    if (key.edSeed) edCases(key, good, bad);
    if (key.mldsaSeed) mldsaCases(key, good, bad);
    if (key.edSeed && key.mldsaSeed) hybridCases(key, other, good, bad);
  }
  return cases;

  // What a lax verifier takes.
  function edCases(key, good, bad) {
    const L = (1n << 252n) + 27742317777372353535851937790883648493n;
    const number = (bytes) => BigInt('0x' + Buffer.from(bytes).reverse().toString('hex'));
    const bytes = (n) => Buffer.from(n.toString(16).padStart(64, '0'), 'hex').reverse();
    const rest = good.subarray(64);
    const s = number(good.subarray(32, 64));
    bad('S + L', Buffer.concat([good.subarray(0, 32), bytes(s + L), rest]));
    const torsion = ed25519.Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
    const {scalar: a} = ed25519.utils.getExtendedPublicKey(key.edSeed);
    const signWithR = (R, r) => {
      const k = number(sha512(Buffer.concat([R, key.edPublic, payload(BASE)]))) % L;
      return Buffer.concat([R, bytes((r + k * a) % L), rest]);
    };
    const r = 12345n;
    for (const [i, order] of [[1, 8], [2, 4], [4, 2]]) {
      const R = ed25519.Point.BASE.multiply(r).add(torsion.multiplyUnsafe(BigInt(i)));
      bad(`R with a part of order ${order}`, signWithR(Buffer.from(R.toHex(), 'hex'), r));
    }
    bad('R is the identity', signWithR(bytes(1n), 0n));
    bad('R is the identity, not canonical', signWithR(bytes((1n << 255n) - 18n), 0n));
    bad('R of order 8, S fits', signWithR(Buffer.from(torsion.toHex(), 'hex'), 0n));
  }

  function mldsaCases(key, good, bad) {
    const front = good.subarray(0, good.length - 3309);
    const half = good.subarray(good.length - 3309);
    const wrap = (signature) => Buffer.concat([front, Buffer.from(signature)]);
    bad('with a context', wrap(key.signMldsa(payload(BASE), {context: Buffer.from('signet')})));
    bad('of the pre-hashed message', wrap(ml_dsa65.prehash(sha512).sign(payload(BASE), key.mldsaExpanded, {extraEntropy: false})));
    bad('of the message\'s hash', wrap(key.signMldsa(sha256(payload(BASE)))));
    const hints = (change) => { const copy = Buffer.from(half); change(copy.subarray(3248)); return wrap(copy); };
    bad('hint behind the last one', hints((h) => { h[54] = 1; }));
    bad('hint counts falling', hints((h) => { h[55] = h[60] + 1; }));
    bad('hint count too large', hints((h) => { h[60] = 56; }));
    bad('hints swapped', hints((h) => { [h[0], h[1]] = [h[1], h[0]]; }));
    bad('hint twice', hints((h) => { h[1] = h[0]; }));
    bad('z too large', wrap(Buffer.concat([half.subarray(0, 48), Buffer.alloc(3200, 0), half.subarray(3248)])));
  }

  function hybridCases(key, other, good, bad) {
    const ed = good.subarray(0, 64), mldsa = good.subarray(64);
    const later = key.sign(payload({...BASE, timestamp: '1711468801'}));
    const theirs = other.sign(payload(BASE));
    bad('both halves wrong', Buffer.concat([Buffer.from(ed).reverse(), Buffer.from(mldsa).reverse()]));
    bad('halves swapped', Buffer.concat([mldsa, ed]));
    bad('Ed25519 half alone', ed);
    bad('ML-DSA-65 half alone', mldsa);
    bad('Ed25519 half zero', Buffer.concat([Buffer.alloc(64), mldsa]));
    bad('ML-DSA-65 half zero', Buffer.concat([ed, Buffer.alloc(3309)]));
    bad('Ed25519 half of another message', Buffer.concat([later.subarray(0, 64), mldsa]));
    bad('ML-DSA-65 half of another message', Buffer.concat([ed, later.subarray(64)]));
    bad('Ed25519 half of another key', Buffer.concat([theirs.subarray(0, 64), mldsa]));
    bad('ML-DSA-65 half of another key', Buffer.concat([ed, theirs.subarray(64)]));
  }
}
