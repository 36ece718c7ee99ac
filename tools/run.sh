#!/usr/bin/env bash
# Serve the system on this machine: migrate, seed an empty database, start web server and jobs, stop both together.
# HOST (127.0.0.1) PORT (8000) DATABASE_URL (SQLite in TONGBAO_DATA) TONGBAO_DATA (data) DEMO_PASSWORD (made up)
set -euo pipefail
cd "$(dirname "$0")/.."
HOST=${HOST:-127.0.0.1}
PORT=${PORT:-8000}
export TONGBAO_DATA=${TONGBAO_DATA:-$PWD/data}
export PYTHONUNBUFFERED=1
umask 077  # keys, copies and personal data are for this user alone
mkdir -p "$TONGBAO_DATA"
[ -n "${DATABASE_URL:-}" ] || unset DATABASE_URL

.venv/bin/python -m alembic upgrade head
echo
.venv/bin/python -m flask --app wsgi seed-demo --if-empty

url=$HOST
case $HOST in
  127.*|localhost|::1) loopback=yes ;;
  0.0.0.0|::) loopback=no; url=$(hostname -I 2>/dev/null | cut -d' ' -f1); url=${url:-$HOST} ;;
  *) loopback=no ;;
esac
echo
echo "  phone app    http://$url:$PORT/"
echo "  supervisors  http://$url:$PORT/console/"
echo "  admins       http://$url:$PORT/admin/"
echo "  health       http://$url:$PORT/healthz"
if [ $loopback = no ]; then
  echo
  echo '  WARNING: phones need HTTPS. Over plain http a browser on another machine keeps neither'
  echo '  sign-in nor offline data. Put a server with a certificate in front (docs/operations.md).'
fi
echo
echo '  Ctrl+C stops it.'
echo

shm=()
[ -d /dev/shm ] && [ -w /dev/shm ] && shm=(--worker-tmp-dir /dev/shm)
.venv/bin/python -m flask --app wsgi work &
jobs_pid=$!
.venv/bin/python -m gunicorn --no-control-socket -k gthread -w 2 --threads 8 \
  --timeout 60 --graceful-timeout 30 "${shm[@]}" --log-level warning -b "$HOST:$PORT" wsgi:app &
web_pid=$!
stop() {
  trap - EXIT INT TERM HUP
  kill -TERM "$web_pid" "$jobs_pid" 2>/dev/null || true
  wait 2>/dev/null || true
}
trap stop EXIT
trap 'stop; exit 0' INT TERM HUP
wait -n "$web_pid" "$jobs_pid"
