# SPDX-License-Identifier: Apache-2.0
"""The status page at ``/``, in both languages, and its facts at ``/health``.

It shows what is public anyway: chain id, block, addresses. Where the node answers is not in it.
"""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import HTMLResponse, JSONResponse, Response

from shouxin.primitives.errors import ShouxinError
from shouxin.rest.provision import provided
from shouxin.telemetry.metrics import exposition
from shouxin.telemetry.readiness import Part, readiness_of

router = APIRouter(include_in_schema=False)
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_FRESH = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Status:
    """What the page and the health checks ask.

    Attributes:
        chain_id: of the chain that is served.
        read: chain id, block and contracts; raises ``ShouxinError`` while the chain is away.
        parts: what must work for the service to be ready.
    """

    chain_id: int
    read: Callable[[], Awaitable[Mapping[str, Any]]]
    parts: Mapping[str, Part]


Known = Annotated[Status, Depends(provided(Status))]

_STYLE = """
body { font: 16px/1.6 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem;
  color: #1c2430; background: #fff }
h1 { margin-bottom: 0 } h2 { font-size: 1.1rem; margin-top: 2rem } p { margin: .4rem 0 }
table { border-collapse: collapse; width: 100% }
td, th { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #e3e7ee;
  font-weight: normal } th { width: 12rem }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere } p code { white-space: nowrap }
"""
_CONTRACTS_ZH = {
    "Timelock": "治理时间锁",
    "PartyRegistry": "主体登记",
    "CreditLedger": "信用记录",
    "Rulebook": "规则库",
    "LoanOpening": "放款",
    "LoanServicing": "贷后管理",
    "LoanRelay": "代为提交",
    "LoanAmending": "贷款变更",
    "LoanAnswering": "异议答复",
    "Rollover": "借新还旧",
    "LoanBook": "贷款账簿",
    "OfferDesk": "要约台",
}


@router.get("/")
async def page(status: Known) -> Response:
    """The page; what failed in its place while the chain is away."""
    try:
        text = page_of(await status.read())
    except ShouxinError as error:
        return _down(status, error)
    return HTMLResponse(text, headers=_FRESH | {"Content-Security-Policy": POLICY})


@router.get("/health")
async def health(status: Known) -> Response:
    """The page's facts."""
    try:
        return JSONResponse(dict(await status.read()), headers=_FRESH)
    except ShouxinError as error:
        return _down(status, error)


@router.get("/health/live")
async def live() -> Response:
    """That the process answers at all; an orchestrator starts another if it doesn't."""
    return JSONResponse({"status": "ok"}, headers=_FRESH)


@router.get("/health/ready")
async def ready(status: Known) -> Response:
    """Whether requests may be sent here, and which part keeps them away."""
    found = await readiness_of(status.parts)
    words = {"status": "ok" if found.is_ready else "not_ready", "parts": dict(found.parts)}
    return JSONResponse(words, 200 if found.is_ready else 503, _FRESH)


@router.get("/metrics")
async def metrics() -> Response:
    """The figures of this process, for Prometheus."""
    text, kind = exposition()
    return Response(text, media_type=kind, headers=_FRESH)


def _down(status: Status, error: ShouxinError) -> Response:
    words = {"status": "down", "code": error.code, "chain_id": status.chain_id}
    return JSONResponse(words, 503, _FRESH)


def page_of(health: Mapping[str, Any]) -> str:
    """The page, from the same facts."""
    rows = "".join(
        f"<tr><th>{html.escape(name)}<br>{_CONTRACTS_ZH.get(name, '')}</th>"
        f"<td><code>{html.escape(address)}</code></td></tr>"
        for name, address in health["contracts"].items()
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Shouxin 授信</title>
<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>
<h1>Shouxin <span lang="zh-CN">授信</span></h1>
<p>Credit infrastructure on a blockchain. The contracts are deployed and answer.</p>
<p lang="zh-CN">区块链上的信用基础设施。合约已部署，运行正常。</p>
<h2>Chain <span lang="zh-CN">链</span></h2>
<table><tr><th>Chain id <span lang="zh-CN">链 ID</span></th><td>{health["chain_id"]}</td></tr>
<tr><th>Block <span lang="zh-CN">区块</span></th><td>{health["block"]}</td></tr></table>
<h2>Contracts <span lang="zh-CN">合约</span></h2><table>{rows}</table>
<h2>How to go on <span lang="zh-CN">下一步</span></h2>
<p><a href="/docs">/docs</a> is the API's interactive documentation.
In the checkout, <code>make demo</code> tells the story of a loan on a chain of its own;
<code>.venv/bin/shouxin --help</code> lists what else there is. <code>/health</code> has this page
as JSON. Ctrl-C in the terminal stops everything.</p>
<p lang="zh-CN"><a href="/docs">/docs</a> 为接口的交互式文档。
在代码目录中运行 <code>make demo</code>，可在独立的链上演示一笔贷款的全过程；<code
>.venv/bin/shouxin --help</code> 列出其他命令；<code>/health</code> 以 JSON
提供本页内容。按 Ctrl-C 即可停止全部服务。</p>
</body></html>
"""
