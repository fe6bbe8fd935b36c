// SPDX-License-Identifier: Apache-2.0
// Texts that a grammar accepts and texts that it refuses.

const of = (good, bad) => [...good.map((text) => ({text, valid: true})), ...bad.map((text) => ({text, valid: false}))];

export function grammars() {
  const a = (n) => 'a'.repeat(n);
  const e = 'e\u0301', composed = '\u00e9';
  if (e.normalize('NFC') !== composed) throw new Error('this Node has no Unicode data');
  return {
    targets: of(
      ['/', '/v1', '/v1/', '/v1/secret/sk_1', '/a:b:c', '/a?b', '/a?b=c&d=', '/a?b??', '/a?.', '/a?x=..', '/a?/./', '/.a', '/a.', '/...', '/a/.b',
       "/-._~!$&'()*+,;=:@", '/%20', '/%C3%A9', '/%c3%a9', '/a%3Fb', '/a%3Ab', '/a?b=%26', '/a?b=%25', '/a?b=%2F%2f', '/a?b=%5C', '/' + a(2047)],
      ['', 'v1', '*', 'http://localhost/', 'localhost:443', ' /', '/ ', '/a b', '/a\tb', '/a\nb', '/a\0b', '/é', '/a\\b', '/a#', '/a#b', '/a"', '/a<', '/a>',
       '/a[', '/a]', '/a^', '/a`', '/a{', '/a|', '/a}', '/a\u007f', '//', '//a', '/a//b', '/a//', '/a?b=//', '/.', '/..', '/./', '/../', '/a/.', '/a/..', '/a/./b', '/a/../b', '/.?x', '/..?x',
       '/a?', '?', '/%', '/%2', '/a%', '/a%2', '/%zz', '/%0g', '/%g0', '/% 0', '/%+1', '/%2e', '/%2E', '/%2e%2e', '/%2F', '/%2f', '/%5c', '/%5C', '/%00', '/%25', '/%41', '/%7e', '/%2D', '/%5f',
       '/a?b=%41', '/a?b=%2e', '/a?b=%00', '/a?b=%', '/a?b=%4', '/' + a(2048)]),
    timestamps: of(['1000000000', '1711468800', '9999999999'],
      ['', '0', '999999999', '0999999999', '10000000000', '01711468800', '+1711468800', '-1711468800', ' 1711468800', '1711468800 ', '1711468800\n', '1711468800\0',
       '1711468800.0', '1711468800:x', '0x65f1a2b0c', '1e9', '1711468 80', '171146880a', '１７１１４６８８００', '9223372036854775808']),
    nonces: of(['q83vEjRWeJCrze8SNFZ4kA==', 'q83vEjRWeJCrze8SNFZ4kB==', '0123456789abcdef', '0123456789abcdef0123456789abcdef', '----____++++////', '================', a(16), a(128)],
      ['', a(15), a(129), a(16) + ':', ':' + a(16), a(8) + ':' + a(8), a(16) + ' ', ' ' + a(16), a(16) + '\n', a(16) + '\0', a(16) + '.', a(16) + '~', a(16) + ',', a(16) + 'é', a(16) + '%20']),
    methods: of(['GET', 'POST', 'A', 'ABCDEFGHIJKLMNOP'], ['', 'get', 'Get', 'GET ', ' GET', 'G-T', 'GET1', 'GET:', 'GÉT', 'GET\n', 'GET\0', 'ABCDEFGHIJKLMNOPQ']),
    pathParameters: of(['a', 'A-Z_0.9', '..', a(128)], ['', a(129), 'a/b', 'a:b', 'a b', 'a%20', 'é', 'a\n', 'a\0', 'a~', 'a@b']),
    hostnames: of(['a', 'web-1', 'WEB_1.example', '10.0.0.1', a(253)], ['', a(254), 'a b', 'a:1', 'a/b', 'é', 'a\n', 'a\0', '[::1]', '$(id)', "a'b"]),
    names: of(
      ['a', 'DB password', composed, 'Größe', 'Ελλάδα', 'Đặng Thị', 'Україна', 'עברית', 'العربية', 'हिन्दी', 'বাংলা', 'தமிழ்', 'ภาษาไทย ที่อยู่', '日本語 パスワード', '한국어', '中文', '🔑', 'a\u00a0b', '=1+1', "'; --",
       a(255), '🔑'.repeat(255), '\u09c0', '\u0bc6\u0bc8', 'క\u0c4d', '\ud83d\udd11'],
      ['', ' ', ' a', 'a ', '\u00a0a', 'a\u3000', '\u2003a', a(256), '🔑'.repeat(256), 'a\nb', 'a\tb', 'a\0', '\u001b[31m', '\u007f', '\u0085', 'a\u00adb',
       'a\u200bb', 'a\u200cb', 'a\u200db', 'a\u200eb', 'a\u200fb', 'a\u202ab', 'a\u202eb', 'a\u2066b', 'a\u2069b', 'a\u2060b', 'a\u061cb', 'a\u2028b', 'a\u2029b', '\ufeffa', 'a\u180eb', 'a\u034fb', '❤\ufe0f', 'a\u3164', 'a\uffa0',
       '\u{e0061}', '\u{e0100}', '\ufffe', '\u{10ffff}', '\ufdd0',
       e, 'u\u0308', 'x\u0301', '\u0301', '\u0344', '\u212a', '\u2126', '\u212b', '\uf900', '\ufb1f', '\u{2f800}', '\u0958', '\u1100\u1161', '\uac00\u11a8', '\u304b\u3099',
       '\u0928\u093c', '\u09c7\u09be', '\u0bc6\u0bbe', '\u0cc6\u0cc2\u0cd5', '\u0622\u0655', '\u05b0\u0591\u05b0', '\u0e48\u0e39', '\u0e01\u0e48\u0e39', '\u037e', '\u1f71']),
    base64: [
      ...[['', ''], ['AA==', '00'], ['/w==', 'ff'], ['AAA=', '0000'], ['AAAA', '000000'], ['////', 'ffffff'], ['+/+/', 'fbffbf'], ['UUI=', '5142'], ['QUJDRA==', '41424344']]
        .map(([text, hex]) => ({text, valid: true, hex})),
      ...['A', 'AA', 'AAA', 'A===', '=', '==', '===', '====', 'AA=', 'AA= ', 'AA=A', 'A=AA', '=AAA', 'AB==', 'AAB=', 'QUJ=', 'QR==', 'QUI', 'QUI=x', 'QUI=QUI=', 'QUI==', ' QUI=', 'QUI=\n', 'QU\nI=', 'QU I=',
         'AA-_', '-_-_', 'AA.A', 'AAA\0', 'AAAé', 'AAAA=', 'AAAA==', 'AAAA===', 'AAAA====', 'AA==AA==', '\ufeffAAAA'].map((text) => ({text, valid: false}))],
  };
}
