#!/usr/bin/env bash
# Makes the certificates beside it, for the imitation alone. The authority's key is thrown away at the end, so
# that nobody can sign anything else with it; the other keys are public, which is why nothing may trust them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

names='DNS:localhost,IP:127.0.0.1,DNS:webservices.autotask.net,DNS:api.xero.com,DNS:identity.xero.com,DNS:login.xero.com'
long=(-startdate 20200101000000Z -enddate 21200101000000Z)
past=(-startdate 20200101000000Z -enddate 20210101000000Z)
cat >"$work/ca.cnf" <<END
[ca]
default_ca = own
[own]
database = $work/index
serial = $work/serial
default_md = sha256
policy = any
[any]
commonName = supplied
END

# sign NAME EXTENSIONS OPTIONS...: makes $work/NAME.key and $work/NAME.pem
sign() {
  openssl ecparam -name prime256v1 -genkey -noout -out "$work/$1.key"
  openssl req -new -key "$work/$1.key" -subj "/CN=axtui demonstration, $1" -out "$work/$1.csr"
  printf '%s\n' "${@:2:1}" >"$work/$1.ext"
  : >"$work/index"
  openssl rand -hex 16 >"$work/serial"
  openssl ca -batch -notext -config "$work/ca.cnf" -in "$work/$1.csr" -out "$work/$1.pem" \
    -outdir "$work" -extfile "$work/$1.ext" "${@:3}"
}
by_authority=(-cert "$work/authority.pem" -keyfile "$work/authority.key")

sign authority $'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash' \
  -selfsign -keyfile "$work/authority.key" "${long[@]}"
sign good "subjectAltName=$names"$'\nauthorityKeyIdentifier=keyid' "${by_authority[@]}" "${long[@]}"
sign expired "subjectAltName=$names"$'\nauthorityKeyIdentifier=keyid' "${by_authority[@]}" "${past[@]}"
sign wrong-name $'subjectAltName=DNS:elsewhere.example\nauthorityKeyIdentifier=keyid' \
  "${by_authority[@]}" "${long[@]}"
sign self-signed "subjectAltName=$names" -selfsign -keyfile "$work/self-signed.key" "${long[@]}"

cp "$work/authority.pem" authority.pem
for name in good expired wrong-name self-signed; do
  cat "$work/$name.key" "$work/$name.pem" >"$name.pem"
done
