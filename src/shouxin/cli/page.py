# SPDX-License-Identifier: Apache-2.0
"""The one page of ``shouxin up``, in both languages, and its ``/health``.

It shows what is public anyway: chain id, block, addresses. Where the node answers is not in it.
"""

import html
import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from shouxin.chain.deploy import Deployment
from shouxin.primitives.errors import ChainError, ShouxinError

HOST = "127.0.0.1"
PORT = 8400
PORTS_TRIED = 100

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


class Page(ThreadingHTTPServer):
    """The server, bound; it shows a deployment once it is given one."""

    daemon_threads = True
    deployment: Deployment | None = None

    @property
    def port(self) -> int:
        """Where it listens on loopback."""
        return int(self.server_address[1])

    def show(self, deployment: Deployment) -> None:
        """What to show from now on."""
        self.deployment = deployment


def bind_page(port: int | None) -> Page:
    """A page on that port of loopback, or on the first free one from 8400.

    Raises:
        ChainError: ``page.port_in_use``.
    """
    candidates = [port] if port is not None else range(PORT, PORT + PORTS_TRIED)
    for candidate in candidates:
        try:
            return Page((HOST, candidate), _Handler)
        except PermissionError as error:
            raise _no_port(candidate, "not allowed", "无权使用") from error
        except OSError:
            continue
    raise _no_port(candidates[0], "in use", "已被占用")


def health_of(deployment: Deployment) -> dict[str, Any]:
    """What programs ask: whether the chain answers, and where it stands."""
    block = deployment.chain.block()
    return {
        "status": "ok",
        "chain_id": deployment.chain.chain_id,
        "block": block.number,
        "block_timestamp": block.timestamp,
        "contracts": {name: c.address for name, c in deployment.manifest.contracts.items()},
    }


def page_of(health: dict[str, Any]) -> str:
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
<p>In the checkout, <code>make demo</code> tells the story of a loan on a chain of its own;
<code>.venv/bin/shouxin --help</code> lists what else there is. <code>/health</code> has this page
as JSON. Ctrl-C in the terminal stops everything.</p>
<p lang="zh-CN">在代码目录中运行 <code>make demo</code>，可在独立的链上演示一笔贷款的全过程；<code
>.venv/bin/shouxin --help</code> 列出其他命令；<code>/health</code> 以 JSON
提供本页内容。按 Ctrl-C 即可停止全部服务。</p>
</body></html>
"""


class _Handler(BaseHTTPRequestHandler):
    server: Page
    server_version = "shouxin"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        """Answer ``/`` and ``/health``."""
        path = self.path.partition("?")[0]
        deployment = self.server.deployment
        if not self._is_own_host() or deployment is None:
            self._answer(HTTPStatus.FORBIDDEN, "text/plain", "forbidden: open it by its address")
            return
        if path not in {"/", "/health"}:
            self._answer(HTTPStatus.NOT_FOUND, "text/plain", "nothing here: open / or /health")
            return
        try:
            health = health_of(deployment)
        except ShouxinError as error:
            failure = {"status": "down", "code": error.code, "chain_id": deployment.chain.chain_id}
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, "application/json", json.dumps(failure))
            return
        if path == "/health":
            self._answer(HTTPStatus.OK, "application/json", json.dumps(health))
        else:
            self._answer(HTTPStatus.OK, "text/html", page_of(health))

    def do_HEAD(self) -> None:
        """The same without the body."""
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Requests are not logged."""

    def _is_own_host(self) -> bool:
        """Whether the browser asked for this machine, not for a name that was pointed at it."""
        host = (self.headers.get("Host") or "").rpartition(":")[0]
        return host in {HOST, "localhost"}

    def _answer(self, status: HTTPStatus, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        )
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _no_port(port: int, reason: str, reason_zh: str) -> ChainError:
    return ChainError(
        "page.port_in_use",
        f"port {port} is {reason}: stop what listens there, or choose another with --port",
        f"端口 {port} {reason_zh}：请停止占用它的程序，或用 --port 指定其他端口",
    )
