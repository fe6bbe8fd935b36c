#!/bin/sh
# Gives this machine an identity of a Signet vault. Everything is in one function, so that half a download does nothing.
signet_bootstrap() {
  set -eu
  umask 077
  api='@API@'
  register='@REGISTER@'
  token='@TOKEN@'

  fail() {
    printf 'signet: %s\n' "$1" >&2
    exit 1
  }
  for program in openssl curl sed tr cut tail mktemp; do
    command -v "$program" >/dev/null 2>&1 || fail "$program is missing on this machine"
  done

  base=${SIKKERKEY_HOME:-${HOME:-.}/.sikkerkey}
  case $base in
    *[\"\\]* | *[[:cntrl:]]*) fail 'the path of the identity has a quote, a backslash or a control character' ;;
    /*) ;;
    *) fail 'SIKKERKEY_HOME, or else HOME, must be an absolute path' ;;
  esac
  mkdir -p "$base/vaults"
  chmod 700 "$base" "$base/vaults"
  work=$(mktemp -d "$base/.bootstrap.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM

  openssl genpkey -algorithm Ed25519 -out "$work/private.pem" 2>/dev/null || fail 'this openssl makes no Ed25519 keys'
  openssl pkey -in "$work/private.pem" -pubout -outform DER -out "$work/public.der"
  public_key=$(tail -c 32 "$work/public.der" | openssl base64 -A)
  [ "${#public_key}" -eq 44 ] || fail 'openssl gave no Ed25519 key'
  fingerprint=$({ printf '0'; tail -c 32 "$work/public.der"; } | openssl dgst -sha256 | sed 's/.*= *//')
  hostname=$(uname -n | tr -cd 'A-Za-z0-9._-' | cut -c 1-253)

  # The token goes through a pipe: other users of this machine can read command lines.
  answer=$(printf '{"token":"%s","publicKey":"%s","hostname":"%s"}' "$token" "$public_key" "${hostname:-unknown}" |
    curl -sS --fail --max-time 60 --proto "=${api%%:*}" -H 'Content-Type: application/json' --data-binary @- \
      "$api$register") || fail 'the server did not enrol this machine: is the token used, expired, or for others?'
  field() {
    printf '%s' "$answer" | tr -d '\n' | sed -nE 's/.*"'"$1"'":"(([^"\\]|\\.)*)".*/\1/p'
  }
  machine=$(field machineId)
  name=$(field machineName)
  vault=$(field vaultId)
  case $machine in
    '' | *[!0-9a-f-]*) fail 'the answer of the server has no machine id' ;;
  esac
  case ${vault#vault_} in
    '' | "$vault" | *[!0-9a-z]*) fail 'the answer of the server has no vault id' ;;
  esac

  folder=$base/vaults/$vault
  mkdir -p "$folder"
  chmod 700 "$folder"
  printf '{"machineId":"%s","machineName":"%s","vaultId":"%s","apiUrl":"%s","privateKeyPath":"%s"}\n' \
    "$machine" "$name" "$vault" "$api" "$folder/private.pem" >"$work/identity.json"
  rm -f "$folder/signet.json"
  mv -f "$work/private.pem" "$folder/private.pem"
  mv -f "$work/identity.json" "$folder/identity.json"
  printf 'Machine %s of %s, in %s\nFingerprint: %s\n' "$machine" "$vault" "$folder" "$fingerprint"
}
signet_bootstrap
