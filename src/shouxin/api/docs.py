# SPDX-License-Identifier: Apache-2.0
"""The interactive documentation, from this service's own files: no other host is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import FileResponse, HTMLResponse, Response

from shouxin.api.services import ApiSettings
from shouxin.primitives.errors import NotFoundError
from shouxin.primitives.hexadecimal import shown
from shouxin.rest.provision import provided

OPENAPI_PATH = "/api/v1/openapi.json"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""Swagger UI sets styles in its elements; scripts are this service's files alone."""

router = APIRouter(include_in_schema=False)
_TYPES = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
}
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Shouxin API</title>
<link rel="icon" type="image/png" href="/docs/assets/favicon-32x32.png">
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<noscript><p>This page needs JavaScript; the API is described in
<a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</p></noscript>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/assets/start.js"></script>
</body>
</html>
"""
_START = f"""// Shows this service's own description, and asks this service alone.
window.ui = SwaggerUIBundle({{
  url: "{OPENAPI_PATH}",
  dom_id: "#swagger-ui",
  deepLinking: true,
  displayRequestDuration: true,
  persistAuthorization: false,
  validatorUrl: null,
}});
"""


@router.get("/docs")
async def page() -> Response:
    """The page."""
    return HTMLResponse(_PAGE, headers={"Content-Security-Policy": POLICY})


@router.get("/docs/assets/start.js")
async def start() -> Response:
    """What begins it."""
    return Response(_START, media_type="text/javascript")


@router.get("/docs/assets/{name}")
async def asset(
    name: str, settings: Annotated[ApiSettings, Depends(provided(ApiSettings))]
) -> Response:
    """One of Swagger UI's files.

    Raises:
        NotFoundError: ``docs.no_file``, ``docs.not_installed``.
    """
    if name not in _TYPES:
        raise NotFoundError(
            "docs.no_file",
            f"the documentation has no file {shown(name)}: begin at /docs",
            f"文档没有文件 {shown(name)}：请从 /docs 打开",
        )
    path = (settings.docs_folder or Path()) / name
    if settings.docs_folder is None or not path.is_file():
        raise NotFoundError(
            "docs.not_installed",
            f"Swagger UI is not installed here: run npm ci; the API is described in {OPENAPI_PATH}",
            f"此处未安装 Swagger UI：请运行 npm ci；接口描述见 {OPENAPI_PATH}",
        )
    return FileResponse(path, media_type=_TYPES[name], headers={"Cache-Control": "max-age=3600"})
