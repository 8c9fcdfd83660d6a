# What demo, test and reflectory share: one environment, made once, from the lock files.
# Sourced, never run. Works in bash on a bare Debian; needs only Python 3.11 or newer with venv, or uv.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="${REFLECTORY_VENV:-$ROOT/.venv}"
PYTHON="$VENV/bin/python"
STAMP="$VENV/.reflectory-installed"

say() { printf '%s\n' "$*" >&2; }

stop() {
  say "$*"
  exit 2
}

find_python() {
  local candidate
  for candidate in "${REFLECTORY_PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14; do
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      command -v "$candidate"
      return 0
    fi
  done
  return 1
}

explain_missing_python() {
  local found
  found="$(python3 -c 'import platform; print(platform.python_version())' 2>/dev/null || true)"
  if [ -n "$found" ]; then
    stop "Reflectory needs Python 3.11 or newer, and this machine has $found: install a newer one (Debian 12 or newer: sudo apt-get install python3 python3-venv), then run this again."
  fi
  stop "Reflectory needs Python 3.11 or newer, and this machine has none: install it (Debian, Ubuntu: sudo apt-get install python3 python3-venv), then run this again."
}

make_venv() {
  if [ -x "$PYTHON" ] && "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    return 0
  fi
  local python=""
  python="$(find_python)" || python=""
  say "Making the Python environment in ${VENV/#$PWD\//} ..."
  if command -v uv >/dev/null 2>&1; then
    uv venv --quiet --clear --python "${python:-3.11}" "$VENV" && return 0
    say "uv could not make the environment; trying Python's own venv."
  fi
  [ -n "$python" ] || explain_missing_python
  "$python" -c 'import venv, ensurepip' >/dev/null 2>&1 ||
    stop "The Python on this machine cannot make environments: install its venv module (Debian, Ubuntu: sudo apt-get install python3-venv), then run this again."
  "$python" -m venv --clear "$VENV" ||
    stop "The environment could not be made in $VENV: see the lines above, then run this again."
}

# One line per set of packages. It changes when a lock changes, or when the folder is moved.
fingerprint() { # run | test
  { cat "$ROOT/requirements/$1.lock"; sed -n '/^\[project.scripts\]/,/^$/p' "$ROOT/pyproject.toml"; printf '%s' "$ROOT"; } |
    "$PYTHON" -c 'import hashlib, sys; print(sys.argv[1], hashlib.sha256(sys.stdin.buffer.read()).hexdigest())' "$1"
}

is_installed() { [ -f "$STAMP" ] && grep -qxF "$(fingerprint "$1")" "$STAMP"; }

install_packages() { # what to pass on to the installer
  if command -v uv >/dev/null 2>&1; then
    uv pip install --quiet --python "$PYTHON" "$@"
  else
    "$PYTHON" -m pip install --quiet --disable-pip-version-check "$@" </dev/null
  fi
}

# The environment with what running (run) or testing (test, which holds all of run) needs. Nothing is done twice.
need_environment() { # run | test
  make_venv
  is_installed "$1" && return 0
  say "Installing packages for '$1' (the first time takes a minute or two) ..."
  rm -f "$STAMP"
  install_packages --require-hashes -r "$ROOT/requirements/$1.lock" &&
    install_packages --no-deps --no-build-isolation --editable "$ROOT" ||
    stop "The packages could not be installed: see the lines above; a network connection is needed the first time. Then run this again."
  fingerprint run >"$STAMP.new"
  if [ "$1" = test ]; then fingerprint test >>"$STAMP.new"; fi
  mv "$STAMP.new" "$STAMP"
}

# CI has what the tests need or makes it so; on a person's machine the tests that lack a tool say so and are skipped.
install_tools() {
  local missing=() as_root=()
  command -v chromium >/dev/null 2>&1 || missing+=(chromium)
  command -v pdftotext >/dev/null 2>&1 || missing+=(poppler-utils)
  [ -x /usr/sbin/dovecot ] || missing+=(dovecot-imapd)
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 || stop "CI needs ${missing[*]}, and this user can install nothing: run as root, or install them first."
    as_root=(sudo -n)
  fi
  say "Installing ${missing[*]} ..."
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update </dev/null
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends \
    "${missing[@]}" </dev/null >/dev/null || stop "CI could not install ${missing[*]}: see the lines above."
}
