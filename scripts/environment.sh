# Sourced by the other scripts: makes .venv in the root and installs into it what is asked for, once.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
PYTHON=${PYTHON:-python3}

# ensure_environment EXTRA: .venv holds the package with that extra, as pyproject.toml and constraints.txt say.
ensure_environment() {
  local extra=$1 digest
  if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "error: Python 3.11 or newer is needed; found $("$PYTHON" --version 2>&1 || echo none)" >&2
    echo "  hint: apt-get install python3 python3-venv, or name one: PYTHON=python3.12 $0" >&2
    exit 2
  fi
  is_installed "$extra" && return
  digest=$(pins_digest)
  if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "error: this Python cannot make an environment" >&2
    echo "  hint: apt-get install python3-venv" >&2
    exit 2
  fi
  # An environment made for other pins or another Python is made anew, so that nothing old stays in it.
  if ! grep -qxF -- "$digest" .venv/.made-for 2>/dev/null; then
    rm -rf .venv
    "$PYTHON" -m venv .venv
    echo "$digest" > .venv/.made-for
  fi
  echo "installing: edition-builder[$extra]" >&2
  PIP_CONSTRAINT=constraints.txt .venv/bin/python -m pip install --quiet --disable-pip-version-check -e ".[$extra]"
  echo "$digest" > ".venv/.installed-$extra"
}

# is_installed EXTRA: true when ensure_environment has nothing to do for it.
is_installed() {
  local stamp=.venv/.installed-$1
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(pins_digest)" ]
}

# pins_digest: tells environments of other pins, of another Python or of another folder apart.
pins_digest() {
  { cat pyproject.toml constraints.txt; "$PYTHON" -c 'import sys; print(sys.version, sys.executable)'; pwd; } | sha256sum
}
