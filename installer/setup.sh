#!/bin/sh
# Makes this checkout ready to run: a Python, the system libraries that Qt needs, and .venv with
# exactly the packages of the lock file. Quick when nothing changed.
#
#   sh installer/setup.sh            what running needs
#   sh installer/setup.sh --tests    and what the tests need: a virtual screen, key presses
#   sh installer/setup.sh --interop  and what is needed to meet other programs: Node
#
# MODERATOR_PYTHON=/path/to/python chooses the Python.
set -eu

cd "$(dirname "$0")/.."
venv=.venv
lock=requirements-dev.lock
stamp=$venv/.set-up
qt_packages="libegl1 libgl1 libglib2.0-0 libx11-6 libx11-xcb1 libxkbcommon0 libxkbcommon-x11-0
 libdbus-1-3 libfontconfig1 libfreetype6 libgssapi-krb5-2 libbrotli1 libxcb-cursor0 libxcb-icccm4
 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render0 libxcb-render-util0 libxcb-shape0
 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libwayland-client0
 libwayland-cursor0"
# Each program that the tests start, with the package it comes in.
test_programs="Xvfb:xvfb xdotool:xdotool setxkbmap:x11-xkb-utils xprop:x11-utils"
interop_programs="node:nodejs npm:npm"
fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'
whole='import ensurepip, ssl, venv'
new_enough='import platform, sys
name, version = platform.libc_ver()
sys.exit(name != "glibc" or int(version.split(".")[1]) < int(sys.argv[1]))'

say() { printf '%s\n' "$*"; }
fail() {
    say "Setting up stopped: $*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# ------------------------------------------------------------------- packages of the system

may_install() {
    have apt-get || return 1
    [ "$(id -u)" = 0 ] && return 0
    have sudo && sudo -n true 2>/dev/null
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

apt_install() {
    say "Installing with apt-get: $*"
    # The lists may be missing or old: only a refusal makes it worth fetching them.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
        "$@" >/dev/null 2>&1 && return 0
    as_root apt-get update -qq >/dev/null 2>&1 || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
        "$@" >/dev/null
}

known_to_apt() { [ -n "$(apt-cache policy "$1" 2>/dev/null | sed -n 's/.*Candidate: [^(]/x/p')" ]; }

# ----------------------------------------------------------------------------------- Python

candidates() {
    [ -z "${MODERATOR_PYTHON:-}" ] || say "$MODERATOR_PYTHON"
    for name in python3 python3.13 python3.12 python3.11; do
        if have "$name"; then command -v "$name"; fi
        # Debian's own, where another one stands before it on the path.
        if [ -x "/usr/bin/$name" ]; then say "/usr/bin/$name"; fi
    done
    for file in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[123]*/bin/python3 \
        "$HOME"/.local/share/uv/python/cpython-3.1[123]*/bin/python3 \
        /opt/homebrew/opt/python@3.1[123]/bin/python3.1[123] \
        /usr/local/opt/python@3.1[123]/bin/python3.1[123]; do
        if [ -x "$file" ]; then say "$file"; fi
    done
}

# Sets python to one that is whole, else to one that lacks its venv module, else to nothing.
find_python() {
    python=
    found=$(candidates)
    old_ifs=$IFS
    IFS='
'
    for each in $found; do
        "$each" -c "$fits" >/dev/null 2>&1 || continue
        if "$each" -c "$whole" >/dev/null 2>&1; then
            python=$each
            break
        fi
        [ -n "$python" ] || python=$each
    done
    IFS=$old_ifs
}

explain_python() {
    if have apt-get; then
        for version in 3.13 3.12 3.11; do
            if known_to_apt "python$version-venv"; then
                fail "Moderator needs Python 3.11, 3.12 or 3.13. Please have this run:
  apt-get install python$version python$version-venv"
            fi
        done
        fail "Moderator needs Python 3.11, 3.12 or 3.13, and no package known to apt-get gives one
(if 'apt-get update' was never run, run it and try again). Debian 12 and 13 and Ubuntu 22.04,
24.04 and 25.04 have one; elsewhere install one with pyenv or uv ('uv python install 3.13')."
    fi
    case $(uname -s) in
    Darwin) fail "Moderator needs Python 3.11, 3.12 or 3.13. Please run: brew install python@3.13" ;;
    *) fail "Moderator needs Python 3.11, 3.12 or 3.13. Install one with your system's package
manager (Fedora: dnf install python3.13; Arch, openSUSE and others: pyenv or uv)." ;;
    esac
}

need_python() {
    find_python
    if [ -z "$python" ] && may_install; then
        as_root apt-get update -qq >/dev/null 2>&1 || true
        for version in 3.13 3.12 3.11; do
            if known_to_apt "python$version-venv"; then
                apt_install "python$version" "python$version-venv" || true
                break
            fi
        done
        find_python
    fi
    [ -n "$python" ] || explain_python
    if ! "$python" -c "$whole" >/dev/null 2>&1; then
        package=python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv
        if may_install; then apt_install "$package" || true; fi
        "$python" -c "$whole" >/dev/null 2>&1 ||
            fail "$python cannot make virtual environments. On Debian and Ubuntu please have this run:
  apt-get install $package"
    fi
}

# Qt's ready-made packages need a C library of some age; without this, pip's own words are a riddle.
need_c_library() {
    [ "$(uname -s)" = Linux ] || return 0
    case $(uname -m) in
    x86_64) least=34 ;;
    aarch64 | arm64) least=39 ;;
    *) fail "Qt for Python has no ready-made package for $(uname -m) processors." ;;
    esac
    "$python" -c "$new_enough" "$least" ||
        fail "this system is too old, or has no GNU C library. Qt for Python needs glibc 2.$least
or newer: Debian 12 or Ubuntu 22.04; on ARM processors Debian 13 or Ubuntu 24.04."
}

# --------------------------------------------------------------------- virtual environment

# What the environment was made from; a moved checkout counts as changed.
wanted_stamp() { { pwd && cat "$lock" pyproject.toml installer/setup.sh; } | cksum; }

is_fresh() {
    [ -f "$stamp" ] && [ -x "$venv/bin/moderator" ] && [ "$(cat "$stamp")" = "$(wanted_stamp)" ] &&
        "$venv/bin/python" -c "$fits" 2>/dev/null
}

make_venv() {
    need_python
    need_c_library
    if ! { "$venv/bin/python" -c "$fits" && "$venv/bin/python" -m pip --version; } >/dev/null 2>&1; then
        say "Making $venv with $("$python" --version 2>&1)"
        "$python" -m venv --clear "$venv"
    fi
    say "Installing the packages of $lock"
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input \
        --only-binary :all: --require-hashes -r "$lock" ||
        fail "the packages could not be installed; the lines above say why (no network?)."
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input \
        --no-deps --no-build-isolation --editable . ||
        fail "the program itself could not be installed; the lines above say why."
}

# --------------------------------------------------------------------------- Qt's libraries

# Prints the libraries that Qt would not find here, as the loader itself sees it.
missing_libraries() {
    for file in "$venv"/lib/python3*/site-packages/PySide6/QtWidgets.*.so \
        "$venv"/lib/python3*/site-packages/PySide6/QtSvg.*.so \
        "$venv"/lib/python3*/site-packages/PySide6/QtNetwork.*.so \
        "$venv"/lib/python3*/site-packages/PySide6/Qt/plugins/platforms/libqxcb.so \
        "$venv"/lib/python3*/site-packages/PySide6/Qt/plugins/platforms/libqoffscreen.so; do
        ldd "$file" 2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p'
    done | sort -u | tr '\n' ' '
}

need_libraries() {
    [ "$(uname -s)" = Linux ] && have ldd || return 0
    [ -n "$(missing_libraries)" ] || return 0
    # shellcheck disable=SC2086  # a list of words
    if may_install; then apt_install $qt_packages || true; fi
    missing=$(missing_libraries)
    [ -n "$missing" ] || return 0
    if have apt-get; then
        fail "Qt needs libraries that are not here: $missing
Please have this run:
  apt-get install --no-install-recommends $(say $qt_packages)"
    fi
    fail "Qt needs libraries that are not here: $missing
Please install the packages of your system that hold them."
}

need_programs() {
    [ "$(uname -s)" = Linux ] || return 0
    wanted=
    for pair in "$@"; do
        have "${pair%%:*}" || wanted="$wanted ${pair#*:}"
    done
    [ -n "$wanted" ] || return 0
    # shellcheck disable=SC2086  # a list of words
    if may_install && apt_install $wanted; then return 0; fi
    say "The tests need programs that are not here. Please have this run:
  apt-get install --no-install-recommends$wanted" >&2
}

if ! is_fresh; then
    make_venv
    need_libraries
    wanted_stamp >"$stamp"
    say "Ready: $venv/bin/moderator"
fi
# shellcheck disable=SC2086  # lists of words
case ${1:-} in
--tests) need_programs $test_programs ;;
--interop) need_programs $test_programs $interop_programs ;;
esac
