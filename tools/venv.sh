#!/bin/sh
# A virtual environment in $2 by the Python $1. Debian's own Python comes without ensurepip: as root the package
# that brings it is installed, elsewhere the message says which one it is.
set -e
python=$1 folder=$2
if [ -x "$folder/bin/python" ]; then exit 0; fi
if [ -z "$python" ]; then
  echo "no python3 found: install Python 3.11 or newer" >&2
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "$python is too old: nalsd needs Python 3.11 or newer (make PYTHON=/path/to/python3.11)" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
  package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing $package"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package"; } >/dev/null
  else
    echo "$python cannot make virtual environments: install $package" >&2
    exit 1
  fi
fi
"$python" -m venv "$folder"
