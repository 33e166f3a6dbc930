#!/bin/sh
# Makes the certificates of this folder anew: one company CA, what it signed, and what nobody should trust.
# The keys open nothing: they are for servers on the loopback address, in tests.
set -eu
cd "$(dirname "$0")"
names="DNS:localhost,DNS:webservices2.autotask.net,DNS:xero.invalid,IP:127.0.0.1,IP:127.0.0.2"
first=20200101000000Z
last=21200101000000Z
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

signed() { # name, subject, extensions, last day, then the arguments that say who signs
  name=$1 subject=$2 extensions=$3 until=$4
  shift 4
  : >"$work/index"
  printf '[ca]\ndefault_ca=d\n[d]\ndatabase=%s\nnew_certs_dir=%s\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n[x]\n%b\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n' \
    "$work/index" "$work" "$extensions" >"$work/cnf"
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/$name.key" -out "$work/$name.csr" \
    -subj "/CN=$subject" 2>/dev/null
  openssl ca -batch -notext -config "$work/cnf" -extensions x -startdate "$first" -enddate "$until" \
    -in "$work/$name.csr" -out "$work/$name.crt" "$@" 2>/dev/null
}

ca() {
  signed "$1" "$2" 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign' "$last" \
    -selfsign -keyfile "$work/$1.key"
}

leaf() { # name, names, last day, then who signs
  name=$1 held=$2 until=$3
  shift 3
  signed "$name" "axtui test" "basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=$held" "$until" "$@"
  cat "$work/$name.crt" "$work/$name.key" >"$name.pem"
}

ca company "axtui test company CA"
ca stranger "axtui test stranger CA"
cp "$work/company.crt" company.pem
leaf good "$names" "$last" -cert "$work/company.crt" -keyfile "$work/company.key"
leaf expired "$names" 20200201000000Z -cert "$work/company.crt" -keyfile "$work/company.key"
leaf wrong-name DNS:other.invalid "$last" -cert "$work/company.crt" -keyfile "$work/company.key"
leaf untrusted "$names" "$last" -cert "$work/stranger.crt" -keyfile "$work/stranger.key"
leaf self-signed "$names" "$last" -selfsign -keyfile "$work/self-signed.key"
