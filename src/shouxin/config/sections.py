# SPDX-License-Identifier: Apache-2.0
"""Every setting there is: its name, kind, default and meaning in both languages.

A field of a section is the key in ``[section]`` of ``shouxin.toml``, and ``SHOUXIN_SECTION_KEY`` in
the environment, which wins. ``docs/configuration.md`` is written from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from shouxin.config import kinds
from shouxin.config.kinds import Kind
from shouxin.primitives.text import Text

T = TypeVar("T")
SETTING = "setting"


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of one setting.

    Attributes:
        kind: what it may be.
        meaning: for people.
        is_secret: whether it is masked when it is shown.
    """

    kind: Kind[Any]
    meaning: Text
    is_secret: bool = False


def setting(kind: Kind[Any], default: T, en: str, zh: str, *, is_secret: bool = False) -> T:
    """A field of a section."""
    known = {SETTING: Setting(kind, Text(en, zh), is_secret)}
    made: Any = (
        field(default_factory=default.copy, metadata=known)
        if isinstance(default, dict)
        else field(default=default, metadata=known)
    )
    return cast(T, made)


@dataclass(frozen=True, slots=True)
class DatabaseSection:
    """The database."""

    url: str | None = setting(
        kinds.url("sqlite", "postgresql"),
        None,
        "where the service keeps what it knows; a file under `var/database/` by default",
        "服务数据所在的数据库；默认为 `var/database/` 下的文件",
        is_secret=True,
    )


@dataclass(frozen=True, slots=True)
class ChainSection:
    """The chain and its node."""

    rpc_url: str | None = setting(
        kinds.url("http", "https"),
        None,
        "the node (or gateway) that the service asks; `shouxin up` starts one without it",
        "服务所用的节点（或网关）；未设置时由 `shouxin up` 启动",
        is_secret=True,
    )
    chain_id: int | None = setting(
        kinds.whole(1, 2**53),
        None,
        "the chain id to insist on; the node's own by default",
        "要求的链 ID；默认采用节点的链 ID",
    )
    manifest: Path | None = setting(
        kinds.PATH,
        None,
        "the deployment's manifest; `var/manifests/CHAIN_ID.json` by default",
        "部署清单；默认为 `var/manifests/链 ID.json`",
    )
    confirmations: dict[int, int] = setting(
        kinds.BY_CHAIN,
        {},
        "blocks on top of one until it counts as final, by chain id; where none is given 0 on the "
        "embedded chain and on chains with immediate finality, so name every other one",
        "区块之上须有多少区块才视为最终确定，按链 ID 设置；未设置时为 0（内置链及即时最终性的链），"
        "其他链均须设置",
    )
    poll_seconds: float = setting(
        kinds.seconds(0.01, 60),
        0.03,
        "how often the indexer asks for a new block",
        "索引器查询新区块的间隔",
    )


@dataclass(frozen=True, slots=True)
class ServiceSection:
    """The REST service."""

    host: str = setting(
        kinds.HOST_ADDRESS,
        "127.0.0.1",
        "where it listens; 0.0.0.0 in a container only, behind a proxy with TLS",
        "监听地址；仅在容器内、位于带 TLS 的代理之后时使用 0.0.0.0",
    )
    port: int | None = setting(
        kinds.PORT,
        None,
        "its port; 8400, or the next free one, by default",
        "端口；默认 8400 或其后的空闲端口",
    )
    public_url: str | None = setting(
        kinds.ORIGIN,
        None,
        "how users reach it, such as https://api.example: sign-in messages name this domain",
        "用户访问的地址，例如 https://api.example：登录消息以此为域名",
    )
    cors_origins: tuple[str, ...] = setting(
        kinds.list_of(kinds.ORIGIN),
        (),
        "origins of the pages that may ask; none by default",
        "允许跨域访问的网页来源；默认没有",
    )
    trusted_proxies: tuple[str, ...] = setting(
        kinds.list_of(kinds.NETWORK),
        (),
        "networks of proxies whose X-Forwarded-For is believed; none by default",
        "可信代理所在网段（采信其 X-Forwarded-For）；默认没有",
    )
    body_bytes_max: int = setting(
        kinds.whole(1_024, 2**26), 1_048_576, "a request's longest body", "请求体的最大字节数"
    )
    requests_per_minute: int = setting(
        kinds.whole(1, 1_000_000),
        1_200,
        "requests of one client address in the long run",
        "单个客户端地址每分钟的请求数上限",
    )
    metrics_port: int | None = setting(
        kinds.PORT,
        None,
        "port of its metrics for Prometheus, on its host; without it `/metrics` of its own port "
        "alone",
        "供 Prometheus 抓取的指标端口（监听于其地址）；未设置时仅由自身端口的 `/metrics` 提供",
    )
    session_seconds: float = setting(
        kinds.seconds(60, 31_536_000), 86_400.0, "how long a session lasts", "会话的有效时长"
    )


@dataclass(frozen=True, slots=True)
class IndexSection:
    """The indexer."""

    metrics_port: int | None = setting(
        kinds.PORT,
        None,
        "port of its metrics, on the service's host; none without it",
        "指标端口（监听于服务的地址）；未设置则不开放",
    )


@dataclass(frozen=True, slots=True)
class KeeperSection:
    """The keeper: writes what dates and terms already say."""

    key_file: Path | None = setting(
        kinds.PATH,
        None,
        "its private key; `var/keys/CHAIN_ID.keeper.key` by default, made on an embedded chain",
        "其私钥文件；默认 `var/keys/链 ID.keeper.key`，在内置链上自动生成",
    )
    poll_seconds: float = setting(
        kinds.seconds(0.1, 86_400), 5.0, "how often it looks for what is due", "检查到期事项的间隔"
    )
    metrics_port: int | None = setting(
        kinds.PORT,
        None,
        "port of its metrics, on the service's host; none without it",
        "指标端口（监听于服务的地址）；未设置则不开放",
    )


@dataclass(frozen=True, slots=True)
class RelaySection:
    """What the service sends for its users, and pays for."""

    key_files: tuple[Path, ...] = setting(
        kinds.list_of(kinds.PATH),
        (),
        "private keys that send; `var/keys/CHAIN_ID.relayer.key` by default, made on an embedded "
        "chain",
        "发送交易的私钥文件；默认 `var/keys/链 ID.relayer.key`，在内置链上自动生成",
    )
    user_gwei_a_day: int = setting(
        kinds.whole(0, 2**53),
        50_000_000,
        "what relaying may cost for one user a day, in gwei",
        "每日为单个用户代付费用的上限（gwei）",
    )
    gwei_a_day: int = setting(
        kinds.whole(0, 2**53),
        10_000_000_000,
        "what relaying may cost for all users a day, in gwei",
        "每日为全部用户代付费用的上限（gwei）",
    )
    fee_gwei_max: int = setting(
        kinds.whole(1, 1_000_000),
        500,
        "the highest price of a unit of gas that is offered, in gwei",
        "单位 gas 的最高出价（gwei）",
    )


@dataclass(frozen=True, slots=True)
class EventsSection:
    """The event stream."""

    heartbeat_seconds: float = setting(
        kinds.seconds(0.1, 300),
        15.0,
        "how often a silent stream says that it lives",
        "空闲事件流的心跳间隔",
    )
    poll_seconds: float = setting(
        kinds.seconds(0.005, 10),
        0.02,
        "how often a process looks for changes of others",
        "进程查询新变更的间隔",
    )
    clients_max: int = setting(
        kinds.whole(1, 100_000), 1_000, "streams of one process at a time", "单个进程的事件流上限"
    )
    waiting_max: int = setting(
        kinds.whole(1, 100_000),
        1_000,
        "events that may wait for a slow client before it is dropped",
        "慢客户端可积压的事件数，超出即断开",
    )


@dataclass(frozen=True, slots=True)
class WebhooksSection:
    """Webhooks."""

    answer_seconds: float = setting(
        kinds.seconds(0.1, 120), 10.0, "how long a receiver may take", "接收方应答的最长时间"
    )
    attempts_max: int = setting(
        kinds.whole(1, 100),
        12,
        "attempts until a delivery is dead; the pauses double, up to an hour",
        "投递的最多尝试次数；间隔逐次加倍，最长一小时",
    )
    endpoints_max: int = setting(
        kinds.whole(1, 10_000), 20, "webhooks of one owner", "每个所有者的 webhook 数量上限"
    )
    private_networks: tuple[str, ...] = setting(
        kinds.list_of(kinds.NETWORK),
        (),
        "networks that are not public and may be sent to all the same; none by default",
        "允许投递的非公网网段；默认没有",
    )


@dataclass(frozen=True, slots=True)
class LogSection:
    """Logs."""

    level: str = setting(
        kinds.choice("debug", "info", "warning", "error"), "info", "the least level", "最低级别"
    )
    format: str = setting(
        kinds.choice("auto", "json", "text"),
        "auto",
        "JSON lines or text; text on a terminal by default",
        "JSON 行或文本；默认在终端上为文本",
    )


@dataclass(frozen=True, slots=True)
class TelemetrySection:
    """Traces."""

    otlp_endpoint: str | None = setting(
        kinds.url("http", "https"),
        None,
        "an OpenTelemetry collector's address for traces over HTTP; off without it",
        "OpenTelemetry 采集器地址（HTTP）；未设置则关闭",
    )
