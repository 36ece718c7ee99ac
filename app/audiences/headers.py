"""Security headers of every response (security.md 4.1)."""

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "worker-src 'self'; "
    "connect-src 'self'; "
    "img-src 'self' blob: data:; "
    "style-src 'self'; "
    "font-src 'self'; "
    "manifest-src 'self'; "
    "media-src 'self' blob:; "
    "form-action 'self'; "
    "frame-ancestors 'none'; "
    "frame-src 'none'; "
    "object-src 'none'; "
    "base-uri 'none'; "
    "require-trusted-types-for 'script'; "
    "trusted-types app-sw lit-html"
)
# The one script that may compile WebAssembly: Argon2id of the PIN, in a worker of its own.
WASM_WORKER = "/static/js/lock/argon2-worker.js"
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": (
        "camera=(self), geolocation=(self), microphone=(), usb=(), payment=(), serial=(), "
        "hid=(), midi=(), display-capture=()"
    ),
}
PRIVATE = ("api", "console", "admin", "sign-in", "sign-out")


def install(app: Flask) -> None:
    """Set the headers on every response; one that a view has set itself stands."""
    app.after_request(_set_headers)


def _set_headers(response: Response) -> Response:
    policy = CONTENT_SECURITY_POLICY
    if request.path == WASM_WORKER:
        policy = policy.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
    if request.is_secure:  # on http://127.0.0.1 both would lead to a port that does not answer
        policy += "; upgrade-insecure-requests"
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    response.headers.setdefault("Content-Security-Policy", policy)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if _is_private():
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _is_private() -> bool:
    return request.path.split("/")[1] in PRIVATE
