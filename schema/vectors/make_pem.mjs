// SPDX-License-Identifier: Apache-2.0
// Key files that must be read, and the many that must not.

const hex = (text) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const SPKI_ED25519 = hex('302a 3005 06032b6570 032100');
const SPKI_MLDSA = hex('308207b2 300b 0609608648016503040312 038207a100');
const PKCS8_ED25519 = hex('302e 020100 3005 06032b6570 04220420');
const PKCS8_MLDSA_SEED = hex('3034 020100 300b 0609608648016503040312 04228020');
const PKCS8_MLDSA_BOTH = hex('30820ffe 020100 300b 0609608648016503040312 04820fea 30820fe6 0420');
const PKCS8_MLDSA_EXPANDED = hex('30820fd8 020100 300b 0609608648016503040312 04820fc4 04820fc0');

function armour(label, content, {width = 64, end = '\n'} = {}) {
  const base64 = typeof content === 'string' ? content : content.toString('base64');
  const lines = base64.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].map((line) => line + end).join('');
}

function changed(bytes, at, value) {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
}

function publicCases(keys, u16, refusedPoints) {
  const [ed, , mldsa, , hybrid, otherHybrid] = keys;
  const cases = [];
  const good = (name, pem, key) => cases.push({name, kind: 'public', pem, valid: true, key: key.name});
  const bad = (name, pem) => cases.push({name, kind: 'public', pem, valid: false});
  const edDer = Buffer.concat([SPKI_ED25519, ed.raw]), mldsaDer = Buffer.concat([SPKI_MLDSA, mldsa.raw]);
  const LABEL = 'SIGNET HYBRID PUBLIC KEY';
  const blob = hybrid.raw, pem = armour(LABEL, blob);

  for (const [key, der] of [[ed, edDer], [mldsa, mldsaDer]]) {
    const text = armour('PUBLIC KEY', der);
    good(`${key.algorithm} as SPKI`, text, key);
    good(`${key.algorithm} with CRLF`, armour('PUBLIC KEY', der, {end: '\r\n'}), key);
    good(`${key.algorithm} without the last line end`, text.trimEnd(), key);
    bad(`${key.algorithm} with a trailing byte in the DER`, armour('PUBLIC KEY', Buffer.concat([der, Buffer.alloc(1)])));
    bad(`${key.algorithm} with a byte too few in the DER`, armour('PUBLIC KEY', der.subarray(0, -1)));
    bad(`${key.algorithm} with unused bits in the BIT STRING`, armour('PUBLIC KEY', changed(der, der.length - key.raw.length - 1, 1)));
    bad(`${key.algorithm} under the hybrid's label`, armour(LABEL, der));
  }
  bad('Ed25519 raw, without SPKI', armour('PUBLIC KEY', ed.raw));
  bad('X25519', armour('PUBLIC KEY', changed(edDer, 8, 0x6e)));
  bad('Ed448 identifier', armour('PUBLIC KEY', changed(edDer, 8, 0x71)));
  bad('ML-DSA-44 identifier', armour('PUBLIC KEY', changed(mldsaDer, 16, 0x11)));
  bad('ML-DSA-87 identifier', armour('PUBLIC KEY', changed(mldsaDer, 16, 0x13)));
  bad('Ed25519 with NULL parameters', armour('PUBLIC KEY', Buffer.concat([hex('302c 3007 06032b6570 0500 032100'), ed.raw])));
  bad('Ed25519 with a length in the long form', armour('PUBLIC KEY', Buffer.concat([hex('30812a 3005 06032b6570 032100'), ed.raw])));
  for (const {name, publicKey} of refusedPoints) {
    const point = Buffer.from(publicKey, 'base64');
    bad(`SPKI: ${name}`, armour('PUBLIC KEY', Buffer.concat([SPKI_ED25519, point])));
    bad(`hybrid: ${name}`, armour(LABEL, Buffer.concat([blob.subarray(0, 3), point, blob.subarray(35)])));
  }

  good('hybrid', pem, hybrid);
  good('hybrid under the label of another product', armour('AETHERMESH HYBRID PUBLIC KEY', blob), hybrid);
  good('hybrid with CRLF', armour(LABEL, blob, {end: '\r\n'}), hybrid);
  for (const [name, at, value] of [
    ['version 0', 0, 0], ['version 2', 0, 2], ['first length 0', 2, 0], ['first length 33', 2, 0x21], ['first length 8192', 1, 0x20],
    ['second length 1951', 36, 0x9f], ['second length 1953', 36, 0xa1], ['second length, other byte', 35, 0x08]]) {
    bad(`hybrid: ${name}`, armour(LABEL, changed(blob, at, value)));
  }
  bad('hybrid: little-endian lengths', armour(LABEL, changed(changed(changed(changed(blob, 1, 0x20), 2, 0), 35, 0xa0), 36, 7)));
  bad('hybrid: halves with their lengths swapped', armour(LABEL,
    Buffer.concat([blob.subarray(0, 1), u16(1952), hybrid.mldsaPublic, u16(32), hybrid.edPublic])));
  for (const cut of [0, 1, 3, 34, 35, 37, 1988]) bad(`hybrid: cut after ${cut} bytes`, armour(LABEL, blob.subarray(0, cut)));
  bad('hybrid: trailing byte', armour(LABEL, Buffer.concat([blob, Buffer.alloc(1)])));
  bad('hybrid: without the framing', armour(LABEL, Buffer.concat([hybrid.edPublic, hybrid.mldsaPublic])));
  bad('hybrid under PUBLIC KEY', armour('PUBLIC KEY', blob));
  bad('hybrid under HYBRID PUBLIC KEY', armour('HYBRID PUBLIC KEY', blob));
  bad('hybrid under a label in lower case', armour(LABEL.toLowerCase(), blob));
  bad('hybrid under CERTIFICATE', armour('CERTIFICATE', blob));
  bad('two blocks', pem + armour(LABEL, otherHybrid.raw));
  bad('the same block twice', pem + pem);
  bad('END of another label', pem.replace(`END ${LABEL}`, 'END PUBLIC KEY'));
  bad('no END', pem.slice(0, pem.indexOf('-----END')));
  bad('no BEGIN', pem.slice(pem.indexOf('\n') + 1));
  bad('text before', 'a key\n' + pem);
  bad('an empty line before', '\n' + pem);
  bad('a space before', ' ' + pem);
  bad('text after', pem + 'a key\n');
  bad('an empty line after', pem + '\n');
  bad('a space after', pem + ' ');
  bad('byte order mark', '\ufeff' + pem);
  bad('a zero byte after', pem + '\0');
  bad('a header in the block', pem.replace('\n', '\nProc-Type: 4,ENCRYPTED\n\n'));
  bad('an empty line in the block', pem.replace('\n', '\n\n'));
  bad('lines of 63', armour(LABEL, blob, {width: 63}));
  bad('lines of 65', armour(LABEL, blob, {width: 65}));
  bad('lines of 76', armour(LABEL, blob, {width: 76}));
  bad('one line', armour(LABEL, blob, {width: 4096}));
  bad('a space at a line end', pem.replace('-----\n', '----- \n'));
  bad('a tab in the base64', pem.replace(/\n(.)/, '\n\t'));
  bad('LF after CRLF', armour(LABEL, blob, {end: '\r\n'}).replace('\r\n-----END', '\n-----END'));
  bad('CRLF after LF', pem.replace('\n-----END', '\r\n-----END'));
  bad('CR only', armour(LABEL, blob, {end: '\r'}));
  bad('base64 without padding', armour('PUBLIC KEY', edDer.toString('base64').replaceAll('=', '').slice(0, -1)));
  bad('base64 of the url alphabet', armour(LABEL, blob.toString('base64').replaceAll('+', '-').replaceAll('/', '_')));
  bad('padding too much', armour(LABEL, blob.toString('base64') + '===='));
  bad('private key instead', armour('PRIVATE KEY', Buffer.concat([PKCS8_ED25519, ed.edSeed])));
  bad('empty', '');
  bad('empty block', armour(LABEL, Buffer.alloc(0)));
  bad('four dashes', pem.replaceAll('-----', '----'));
  bad('no label', armour('', blob).replaceAll(' -', '-'));
  return cases;
}

function privateCases(keys) {
  const [ed, otherEd, mldsa, otherMldsa, hybrid] = keys;
  const cases = [];
  const good = (name, pem, key, canonical = false) => cases.push({name, kind: 'private', pem, valid: true, key: key.name, canonical});
  const bad = (name, pem) => cases.push({name, kind: 'private', pem, valid: false});
  const edDer = (key) => Buffer.concat([PKCS8_ED25519, key.edSeed]);
  const seedDer = (key) => Buffer.concat([PKCS8_MLDSA_SEED, key.mldsaSeed]);
  const bothDer = (seed, expanded) => Buffer.concat([PKCS8_MLDSA_BOTH, seed, hex('04820fc0'), expanded]);
  const pem = (der, options) => armour('PRIVATE KEY', der, options);
  const edPem = pem(edDer(ed)), mldsaPem = pem(seedDer(mldsa));
  const both = bothDer(mldsa.mldsaSeed, mldsa.mldsaExpanded);
  const hybridPem = pem(edDer(hybrid)) + pem(seedDer(hybrid));

  good('Ed25519, 48 bytes', edPem, ed, true);
  good('ML-DSA-65, seed only, 54 bytes', mldsaPem, mldsa, true);
  good('ML-DSA-65, seed and expanded key, 4098 bytes', pem(both), mldsa);
  good('hybrid', hybridPem, hybrid, true);
  good('hybrid with seed and expanded key', pem(edDer(hybrid)) + pem(bothDer(hybrid.mldsaSeed, hybrid.mldsaExpanded)), hybrid);
  good('Ed25519 with CRLF', pem(edDer(ed), {end: '\r\n'}), ed);
  good('hybrid with CRLF', hybridPem.replaceAll('\n', '\r\n'), hybrid);
  good('Ed25519 without the last line end', edPem.trimEnd(), ed);

  bad('ML-DSA-65, expanded key only', pem(Buffer.concat([PKCS8_MLDSA_EXPANDED, mldsa.mldsaExpanded])));
  bad('ML-DSA-65, halves of two keys', pem(bothDer(mldsa.mldsaSeed, otherMldsa.mldsaExpanded)));
  bad('ML-DSA-65, one bit of the expanded key', pem(changed(both, 4097, both[4097] ^ 1)));
  bad('ML-DSA-65, one bit of the seed', pem(changed(both, 40, both[40] ^ 1)));
  bad('ML-DSA-65, tag of the expanded key', pem(changed(both, 66, 0x24)));
  bad('ML-DSA-65, bare seed', pem(Buffer.concat([hex('3032 020100 300b 0609608648016503040312 0420'), mldsa.mldsaSeed])));
  bad('ML-DSA-65, seed of 31 bytes', pem(Buffer.concat([hex('3033 020100 300b 0609608648016503040312 0421801f'), mldsa.mldsaSeed.subarray(1)])));
  bad('ML-DSA-65, no seed', pem(hex('3014 020100 300b 0609608648016503040312 04028000')));
  bad('HashML-DSA-44 identifier', pem(changed(seedDer(mldsa), 17, 0x20)));
  for (const [name, der] of [['Ed25519', edDer(ed)], ['ML-DSA-65 seed only', seedDer(mldsa)], ['ML-DSA-65 seed and expanded', both]]) {
    bad(`${name}: trailing byte`, pem(Buffer.concat([der, Buffer.alloc(1)])));
    bad(`${name}: last byte missing`, pem(der.subarray(0, -1)));
    bad(`${name}: version 1`, pem(changed(der, der.indexOf(hex('020100')) + 2, 1)));
  }
  bad('Ed25519, version 2 with the public key', pem(Buffer.concat([hex('3051 020101 3005 06032b6570 04220420'), ed.edSeed, hex('812100'), ed.raw])));
  bad('Ed25519 with NULL parameters', pem(Buffer.concat([hex('3030 020100 3007 06032b6570 0500 04220420'), ed.edSeed])));
  bad('X25519', pem(changed(edDer(ed), 11, 0x6e)));
  bad('raw seed', pem(ed.edSeed));
  bad('encrypted', armour('ENCRYPTED PRIVATE KEY', edDer(ed)));
  bad('label of OpenSSH', armour('OPENSSH PRIVATE KEY', edDer(ed)));
  bad('a public key', armour('PUBLIC KEY', Buffer.concat([SPKI_ED25519, ed.raw])));
  bad('hybrid, ML-DSA-65 first', pem(seedDer(hybrid)) + pem(edDer(hybrid)));
  bad('Ed25519 twice', pem(edDer(hybrid)) + pem(edDer(otherEd)));
  bad('ML-DSA-65 twice', mldsaPem + pem(seedDer(otherMldsa)));
  bad('hybrid and a third block', hybridPem + edPem);
  bad('an empty line between the blocks', pem(edDer(hybrid)) + '\n' + pem(seedDer(hybrid)));
  bad('second block with CRLF', pem(edDer(hybrid)) + pem(seedDer(hybrid), {end: '\r\n'}));
  bad('second block a public key', pem(edDer(hybrid)) + armour('PUBLIC KEY', Buffer.concat([SPKI_MLDSA, hybrid.mldsaPublic])));
  bad('text after', edPem + 'x');
  bad('text before', 'x\n' + edPem);
  bad('lines of 63', pem(edDer(ed), {width: 63}));
  return cases;
}

function refusedPublicKeys({ed25519, keys}) {
  const Point = ed25519.Point;
  const key = Point.fromHex(keys[0].edPublic.toString('hex'));
  const torsion = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
  const encode = (point) => Buffer.from(point.toHex(), 'hex');
  const order = [1, 8, 4, 8, 2, 8, 4, 8];
  const refused = [];
  const add = (name, bytes) => refused.push({algorithm: 'Ed25519', name, publicKey: bytes.toString('base64')});
  for (let i = 0; i < 8; ++i) {
    const small = i === 0 ? Point.ZERO : torsion.multiplyUnsafe(BigInt(i));
    add(`point of order ${order[i]} (${i})`, encode(small));
    if (i > 0) add(`point with a part of order ${order[i]} (${i})`, encode(key.add(small)));
  }
  const P = (1n << 255n) - 19n;
  const littleEndian = (n) => Buffer.from(n.toString(16).padStart(64, '0'), 'hex').reverse();
  for (let i = 0n; i < 19n; ++i) {
    for (const sign of [0n, 1n << 255n]) add(`y = p + ${i}${sign ? ', negative x' : ''}`, littleEndian((P + i) | sign));
  }
  add('x = 0 with a sign', littleEndian(1n | (1n << 255n)));
  add('x = 0 with a sign, y = -1', littleEndian((P - 1n) | (1n << 255n)));
  add('not on the curve', littleEndian(2n));
  add('31 bytes', keys[0].edPublic.subarray(1));
  add('33 bytes', Buffer.concat([keys[0].edPublic, Buffer.alloc(1)]));
  add('empty', Buffer.alloc(0));
  const other = (algorithm, name, bytes) => refused.push({algorithm, name, publicKey: bytes.toString('base64')});
  other('ML-DSA-65', '1951 bytes', keys[2].raw.subarray(1));
  other('ML-DSA-65', '1953 bytes', Buffer.concat([keys[2].raw, Buffer.alloc(1)]));
  other('ML-DSA-65', 'a hybrid', keys[4].raw);
  other('Ed25519+ML-DSA-65', 'an ML-DSA-65 key', keys[2].raw);
  return refused;
}

export function pemCases(tools) {
  const refusedKeys = refusedPublicKeys(tools);
  const points = refusedKeys.filter(({algorithm, name}) => algorithm === 'Ed25519' &&
    /^(point of order [1248] \([0124]\)|point with a part of order [248] \([124]\)|y = p \+ [01]|not on)/.test(name));
  return {pem: [...publicCases(tools.keys, tools.u16, points), ...privateCases(tools.keys)], refusedKeys};
}
