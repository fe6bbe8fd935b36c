#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Fetches one secret with an Ed25519 key:  node fetch.mjs IDENTITY.json SECRET_ID
// Needs Node 18 or newer and nothing else. Prints the value.
import { createHash, createPrivateKey, randomBytes, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The headers by which a request carries its own proof of who sends it. */
function signedHeaders(identity, key, method, target, body = '') {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const nonce = randomBytes(16).toString('base64')
  const bodyHash = createHash('sha256').update(body).digest('hex')
  const payload = [method, target, timestamp, nonce, bodyHash].join(':')
  return {
    'X-Machine-Id': identity.machineId,
    'X-Timestamp': timestamp,
    'X-Nonce': nonce,
    'X-Signature': sign(null, Buffer.from(payload), key).toString('base64'),
  }
}

const [identityFile, secretId] = process.argv.slice(2)
const identity = JSON.parse(readFileSync(identityFile, 'utf8'))
const key = createPrivateKey(readFileSync(identity.privateKeyPath))
const target = `/v1/secret/${secretId}`

const answer = await fetch(identity.apiUrl + target, {
  headers: signedHeaders(identity, key, 'GET', target),
  redirect: 'error',
  signal: AbortSignal.timeout(15_000),
})
const body = await answer.json()
if (answer.status !== 200) {
  console.error(`${answer.status}: ${body.error}`)
  process.exit(1)
}
console.log(body.value)
