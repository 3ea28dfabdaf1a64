"""Sends the same security headers with every answer, errors included."""

import secrets
from typing import Final

from flask import Flask, Response, g, request

FIXED: Final[dict[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS: Final = "max-age=63072000; includeSubDomains"
KEEP_A_YEAR: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "public, max-age=0, must-revalidate"


def csp_nonce() -> str:
    """Give the nonce of this answer; the same for every call during one request."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def content_security_policy(nonce: str) -> str:
    """Write the policy: our own files, scripts by nonce, images also as data, no framing."""
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )


def _cache_rule(status: int) -> str:
    is_file = (request.endpoint or "").endswith("static") and status in (200, 206, 304)
    if not is_file:
        return "no-store"
    return KEEP_A_YEAR if "v" in request.args else ASK_AGAIN


def add_headers(response: Response) -> Response:
    """Add the headers; a page is never stored by a browser or a proxy, a file of ours may be.

    A file handed out keeps the stricter policy it came with.
    """
    response.headers.setdefault("Content-Security-Policy", content_security_policy(csp_nonce()))
    for name, value in FIXED.items():
        response.headers[name] = value
    response.headers["Cache-Control"] = _cache_rule(response.status_code)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = HSTS
    return response


def init_app(app: Flask) -> None:
    """Wire the headers and the Jinja global ``csp_nonce()``."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.after_request(add_headers)
