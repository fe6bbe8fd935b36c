#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fetches one secret with curl and openssl:  fetch.sh URL MACHINE_ID PRIVATE_KEY.pem SECRET_ID
# The key is Ed25519, made by `openssl genpkey -algorithm Ed25519`. Prints the server's JSON answer.
# With SIGNET_SAVE=FILE the request is also written there as a curl configuration, to look at or to send again.
set -eu
umask 077

url=$1 machine=$2 key=$3 secret=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

target="/v1/secret/$secret"
timestamp=$(date +%s)
nonce=$(openssl rand -base64 16)
body_hash=$(printf '' | openssl dgst -sha256 -r | cut -d' ' -f1)

# METHOD:TARGET:TIMESTAMP:NONCE:BODYHASH, without a newline at the end.
printf 'GET:%s:%s:%s:%s' "$target" "$timestamp" "$nonce" "$body_hash" >"$work/payload"
signature=$(openssl pkeyutl -sign -inkey "$key" -rawin -in "$work/payload" | openssl base64 -A)

cat >"$work/request" <<END
url = "$url$target"
header = "X-Machine-Id: $machine"
header = "X-Timestamp: $timestamp"
header = "X-Nonce: $nonce"
header = "X-Signature: $signature"
END
[ -z "${SIGNET_SAVE:-}" ] || cp "$work/request" "$SIGNET_SAVE"
curl --silent --show-error --fail-with-body --noproxy localhost --config "$work/request"
