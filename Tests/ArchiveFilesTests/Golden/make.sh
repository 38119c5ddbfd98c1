#!/bin/bash
# Writes the archives of LibraryArchivesTests with Info-ZIP 3.0, GNU tar 1.34, gzip 1.12, XZ 5.4.1,
# bzip2 1.0.8 (Debian 12), Python 3.11's zipfile and bsdtar 3.6.2 (7z), 2026-11-28.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
here=$PWD
cd "$work"
printf 't,v\n2020-01-01 00:00,5\n' > one.csv
cp one.csv two.csv
python3 - "$here" <<'PY'
import sys, zipfile
here = sys.argv[1]
def zip(name, entries, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(f"{here}/{name}", "w", method) as archive:
        for entry, content in entries:
            archive.writestr(zipfile.ZipInfo(entry, (2020, 1, 1, 0, 0, 0)), content, method)
table = open("one.csv").read()
zip("one.zip", [("one.csv", table)])
zip("stored.zip", [("one.csv", table)], zipfile.ZIP_STORED)
zip("two.zip", [("one.csv", table), ("two.csv", table), ("readme.md", "x")])
zip("mac.zip", [("one.csv", table), ("__MACOSX/._one.csv", "\0\5\x16\7")])
inner = open(f"{here}/one.zip", "rb").read()
zip("nested.zip", [("one.zip", inner)])
zip("hidden.zip", [("inner.csv", inner)])
zip("zeros.zip", [("zeros.csv", "0\n" * (2 << 20))])
PY
python3 -c 'print("0\n" * (2 << 20), end="")' > zeros.csv
tar --format=ustar --mtime=2020-01-01 -cf "$here/one.tar" one.csv
gzip -nc "$here/one.tar" > "$here/one.tar.gz"
xz -c "$here/one.tar" > "$here/one.tar.xz"
bsdtar --format=7zip -cf "$here/one.7z" one.csv
zip -q -X -P secret "$here/secret.zip" one.csv
xz -c one.csv > "$here/one.csv.xz"
bzip2 -c one.csv > "$here/one.csv.bz2"
gzip -nc "$here/one.zip" > "$here/one.zip.gz"
gzip -nc zeros.csv > "$here/zeros.csv.gz"
xz -c zeros.csv > "$here/zeros.csv.xz"
bzip2 -c zeros.csv > "$here/zeros.csv.bz2"
rm -rf "$work"
