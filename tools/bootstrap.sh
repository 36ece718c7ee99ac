#!/usr/bin/env bash
# Make the machine ready. `bootstrap.sh run`: what serving needs; `test`: what tests need too; `bench`: what
# measurements need on top.
# As root on Debian or Ubuntu it installs what is missing; as anybody else it says what to install.
# Does nothing when everything is there, so every make target may call it.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:?run, test or bench}

missing=()
python_is_new() { python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
node_is_new() { node -e 'process.exit(process.versions.node.split(".")[0] < 18 ? 1 : 0)' 2>/dev/null; }
has_postgresql() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }
has_chromium() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; }
has_nginx() { command -v nginx >/dev/null || [ -x /usr/sbin/nginx ]; }
has_libatomic() { [ "$(uname -s)" != Linux ] || ldconfig -p 2>/dev/null | grep -q 'libatomic\.so\.1' || /sbin/ldconfig -p | grep -q 'libatomic\.so\.1'; }

python_is_new || missing+=(python3)
# Debian keeps the part that makes environments in a package of its own.
[ -x .venv/bin/python ] || python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
if [ "$purpose" != run ]; then
  node_is_new || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  has_chromium || missing+=(chromium)
  has_postgresql || missing+=(postgresql)
  has_libatomic || missing+=(libatomic1)
fi
if [ "$purpose" = bench ]; then
  has_nginx || missing+=(nginx)
fi
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing: ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    # Debian starts it at once, for everybody; measurements start their own.
    [[ " ${missing[*]} " != *" nginx "* ]] || systemctl disable --now nginx 2>/dev/null || true
    python_is_new || { echo 'Python 3.11 or newer is needed; this system has none to install.' >&2; exit 1; }
  else
    echo "Missing on this machine: ${missing[*]}" >&2
    echo "Install it, for instance: sudo apt-get install ${missing[*]}" >&2
    exit 1
  fi
fi

# up_to_date FILE FOLDER STAMP: the lock file is the one that was installed.
# A folder that is a link is somebody's own arrangement: it is left alone.
up_to_date() { [ -L "$2" ] || { [ -f "$2/$3" ] && [ "$(sha256sum <"$1")" = "$(cat "$2/$3")" ]; }; }

install_python() {
  local lock=$1 stamp=.$2
  up_to_date "$lock" .venv "$stamp" && return
  echo "installing the packages of $lock"
  if command -v uv >/dev/null; then
    uv pip install -q --python .venv/bin/python --require-hashes -r "$lock"
  else
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
  fi
  sha256sum <"$lock" >".venv/$stamp"
}

# A half-made environment, or one of a Python that is gone, is made again.
if ! .venv/bin/python -c '' 2>/dev/null; then
  rm -rf .venv
  python3 -m venv .venv
fi
if [ "$purpose" = run ]; then
  # Whoever has the tools of a developer has all that serving needs.
  up_to_date requirements-dev.lock .venv .test || install_python requirements.lock run
else
  install_python requirements-dev.lock test
  if ! up_to_date package-lock.json node_modules .tongbao-lock; then
    echo 'installing the packages of package-lock.json'
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    sha256sum <package-lock.json >node_modules/.tongbao-lock
  fi
fi
