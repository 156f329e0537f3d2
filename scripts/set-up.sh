#!/bin/sh
# Makes the one environment that `make demo` and `make test` use.
# Needs Python 3.11 or newer with pip; says what is missing and how to get it.
set -eu
VENV=${1:-.venv}

say() { printf '%s\n' "$*" >&2; }

PYTHON=${PYTHON:-}
if [ -z "$PYTHON" ]; then
    for candidate in python3 python3.13 python3.12 python3.11 python; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            PYTHON=$candidate
            break
        fi
    done
fi
if [ -z "$PYTHON" ]; then
    say "Twosource needs Python 3.11 or newer, and none was found. Nothing was changed."
    say "Install it (Debian 12: apt-get install python3 python3-venv python3-pip) and run make again."
    exit 1
fi

# What no Python package brings: poppler's pdftotext (Arabic text layers in the right order),
# Tesseract's language data (scans and photographs), bubblewrap (readers sealed off from everything
# else; the Python package's own copy is used where it is missing) and libarchive (7z, rar, cab).
has_library() { { ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null; } | grep -q "$1"; }
has_language() { ls /usr/share/tesseract-ocr/*/tessdata/"$1".traineddata >/dev/null 2>&1; }
WANTED=""
command -v pdftotext >/dev/null 2>&1 || WANTED="$WANTED poppler-utils"
command -v bwrap >/dev/null 2>&1 || WANTED="$WANTED bubblewrap"
has_language eng || WANTED="$WANTED tesseract-ocr-eng"
has_language ara || WANTED="$WANTED tesseract-ocr-ara"
has_library libarchive.so.13 || WANTED="$WANTED libarchive13"
# strace makes the disk fail in the tests; nothing else needs it.
[ "$(id -u)" != 0 ] || command -v strace >/dev/null 2>&1 || WANTED="$WANTED strace"
if [ -n "$WANTED" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing$WANTED ..."
        # shellcheck disable=SC2086 # one word per package
        if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends $WANTED; } >/dev/null 2>&1; then
            say "These could not be installed:$WANTED. What needs them is counted as waiting; the rest works."
        fi
    else
        say "These are missing:$WANTED. What needs them is counted as waiting until you run:"
        say "    sudo apt-get install$WANTED"
    fi
fi

if [ ! -x "$VENV/bin/python" ]; then
    say "Making the environment in $VENV ..."
    if ! "$PYTHON" -m venv "$VENV" 2>/dev/null; then
        rm -rf "$VENV"
        if ! { "$PYTHON" -m pip install --quiet --user virtualenv &&
            "$PYTHON" -m virtualenv --quiet "$VENV"; }; then
            say "No environment could be made. Nothing was changed. Install the venv module and run make again:"
            say "    sudo apt-get install python3-venv"
            exit 1
        fi
    fi
fi

say "Installing libraries (once; later runs need no network) ..."
export PIP_DISABLE_PIP_VERSION_CHECK=1
if ! "$VENV/bin/python" -m pip install --quiet --require-hashes -r requirements.lock; then
    say "The libraries could not be installed. Nothing outside $VENV was changed."
    say "Check the connection to the Python package index and run make again."
    exit 1
fi
"$VENV/bin/python" -m pip install --quiet --no-deps --no-build-isolation -e .
