"""The web app manifest: name, colours and icons of the installed app."""

import json

from app.shell.files import File

MANIFEST = {
    "id": "/",
    "name": "统保通",
    "short_name": "统保通",
    "description": "没有网络也能走访登记的团体保险",
    "lang": "zh-CN",
    "dir": "ltr",
    "start_url": "/",
    "scope": "/",
    "display": "standalone",
    "orientation": "portrait",
    "theme_color": "#0b5b4b",
    "background_color": "#f0f3f1",
    "icons": [
        {"src": "/static/icons/icon-192.png", "sizes": "192x192", "type": "image/png"},
        {"src": "/static/icons/icon-512.png", "sizes": "512x512", "type": "image/png"},
        {
            "src": "/static/icons/icon-maskable-512.png",
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "maskable",
        },
    ],
}


def file() -> File:
    """Return the manifest as a file."""
    text = json.dumps(MANIFEST, ensure_ascii=False, indent=1)
    return File("manifest.webmanifest", text.encode())
