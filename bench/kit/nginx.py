"""nginx in front of a server, as docs/operations.md asks for: bodies buffered, one address."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.kit import servers

TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def in_front_of(server: servers.Server, folder: Path) -> Iterator[int]:
    """Serve on a port of the loopback until the block ends; yield the port.

    A connection per request: one that gunicorn closes as nginx takes it up again is a 502.
    """
    folder.mkdir()
    port = servers.free_port()
    file = folder / "nginx.conf"
    file.write_text(_settings(server.port, port, folder))
    command = ["/usr/sbin/nginx", "-e", str(folder / "error.log"), "-c", str(file)]
    process = subprocess.Popen([*command, "-g", "daemon off;"])
    try:
        servers.wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _settings(upstream: int, port: int, folder: Path) -> str:
    user = "user root;" if os.geteuid() == 0 else ""
    places = "\n".join(f"  {name}_temp_path {folder / name};" for name in TEMPORARY)
    return f"""{user}
worker_processes 1;
pid {folder / "nginx.pid"};
error_log {folder / "error.log"} warn;
events {{ worker_connections 4096; }}
http {{
{places}
  access_log off;
  client_max_body_size 1m;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{
      proxy_pass http://127.0.0.1:{upstream};
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_read_timeout 300s;
    }}
  }}
}}
"""
