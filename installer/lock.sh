#!/bin/sh
# Writes the lock files: every package with its version and hashes, for all systems and Pythons that
# the program supports, without any address to download from.
set -eu
cd "$(dirname "$0")/.."
command -v uv >/dev/null || {
    echo "This needs uv: pipx install uv" >&2
    exit 1
}
compile() {
    uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 --no-build \
        --generate-hashes --no-header --no-emit-index-url --annotation-style line "$@"
}
compile --output-file requirements.lock
compile --group dev --output-file requirements-dev.lock
# What a hub needs: no window, and the driver of its database.
compile --extra postgresql --no-emit-package pyside6-essentials --no-emit-package shiboken6 \
    --no-emit-package qasync --output-file requirements-hub.lock
