"""Responses: content → JSON in UTF-8, with a stamp by which a client sees whether it has that already."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Response, request

from web.security import REVALIDATED


def as_response(content: Mapping[str, object], status: int = 200, mimetype: str = "application/json") -> Response:
    """``content`` as JSON in UTF-8."""
    return Response(as_bytes(content), status, mimetype=mimetype)


def as_bytes(content: Mapping[str, object]) -> bytes:
    """``content`` as JSON in UTF-8. Half a surrogate pair, which UTF-8 cannot hold, becomes a question mark."""
    return (json.dumps(content, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def stamped(response: Response) -> Response:
    """``response`` with an ETag of its bytes; 304 and no bytes for a client that names it."""
    response.add_etag()
    response.headers["Cache-Control"] = REVALIDATED
    response.make_conditional(request)
    return response
