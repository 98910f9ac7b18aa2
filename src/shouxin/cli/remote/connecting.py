# SPDX-License-Identifier: Apache-2.0
"""A client for a command: which service, who asks, what is trusted, and how money is written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import typer

from shouxin.chain.manifest import read_manifest
from shouxin.cli.remote.options import Asking
from shouxin.cli.verifying import trusted_path
from shouxin.client import Client, ClientSettings, Signer, Trust, signer_in
from shouxin.client.answers import Currency, Prepared
from shouxin.config import load_config
from shouxin.lending.actions.words import amount_text
from shouxin.primitives.errors import BadInput, NotFoundError
from shouxin.primitives.money import Currency as Unit
from shouxin.primitives.money import parse_units

TOKEN_CHARACTERS_MAX = 200


@dataclass(slots=True)
class Connection:
    """A command's client, and what it was asked with.

    Attributes:
        asking: the options.
        client: signed in, if a key or a token was given.
        signer: the key's; None without one.
    """

    asking: Asking
    client: Client
    signer: Signer | None
    _currencies: dict[str, Currency] = field(default_factory=dict)

    def need_signer(self) -> Signer:
        """The wallet that acts.

        Raises:
            BadInput: ``client.no_key``.
        """
        if self.signer is None:
            raise BadInput(
                "client.no_key",
                "this is signed by a wallet: name the file of its key with --key-file",
                "此操作须由钱包签署：请用 --key-file 指定其私钥文件",
            )
        return self.signer

    def currency(self, address: str) -> Unit:
        """A token's code and decimals.

        Raises:
            NotFoundError: ``client.unknown_currency``.
        """
        known = self.currency_at(address)
        return Unit(known.code, known.decimals)

    def currency_at(self, text: str) -> Currency:
        """A listed token, by its address or its code.

        Raises:
            NotFoundError: ``client.unknown_currency``.
        """
        if not self._currencies:
            self._currencies = {each.address: each for each in self.client.currencies()}
        for known in self._currencies.values():
            if text.lower() in {known.address.lower(), known.code.lower()}:
                return known
        codes = ", ".join(known.code for known in self._currencies.values()) or "none"
        raise NotFoundError(
            "client.unknown_currency",
            f"the service lists no currency {text[:60]!r}: use one of {codes}, or an address",
            f"服务未列出币种 {text[:60]!r}：可选 {codes}，或填写合约地址",
        )

    def money(self, units: int, address: str) -> str:
        """An amount as people write it, in the command's language."""
        return amount_text(units, self.currency(address)).of(self.asking.lang)

    def units(self, text: str, address: str, name: str) -> int:
        """Base units of what was typed.

        Raises:
            BadInput: ``input.amount``.
        """
        return parse_units(text, self.currency(address).decimals, name)

    def approving(self) -> Callable[[Prepared], None]:
        """Shows a person who watches what is to be signed, and asks."""

        def approve(prepared: Prepared) -> None:
            language = self.asking.lang
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                return
            typer.echo(prepared.sentence.text.of(language), err=True)
            for warning in prepared.warnings:
                typer.echo(f"- {warning.text.of(language)}", err=True)
            if prepared.signing and not self.asking.yes:
                typer.confirm("Sign? 签署？", abort=True, err=True)

        return approve


@contextmanager
def connected(asking: Asking, *, is_acting: bool = False) -> Iterator[Connection]:
    """A client for the command's time.

    Raises:
        BadInput: ``client.no_url``, ``client.bad_url``, ``input.key_file``,
            ``report.which_manifest``.
        NotFoundError: ``report.no_manifest``.
        ShouxinError: the service's.
    """
    url = asking.url or load_config().url
    if not url:
        raise BadInput(
            "client.no_url",
            "no service is named: give --url, or set SHOUXIN_URL or `url` in shouxin.toml",
            "未指定服务：请使用 --url，或设置 SHOUXIN_URL 或 shouxin.toml 中的 url",
        )
    signer = None if asking.key_file is None else signer_in(asking.key_file)
    token = None if asking.token_file is None else _token_in(asking.token_file)
    trust = _trust(asking.manifest) if is_acting else None
    settings = ClientSettings(language=asking.lang.value)
    with Client(url, trust=trust, token=token, settings=settings) as client:
        is_session = signer is not None and token is None
        if signer is not None and is_session:
            client.sign_in(signer)
        yield Connection(asking, client, signer)
        if is_session:
            client.sign_out()


def _trust(manifest: Path | None) -> Trust:
    path = trusted_path(manifest)
    found = read_manifest(path) if not path.is_dir() else None
    if found is None:
        raise NotFoundError(
            "report.no_manifest",
            f"you have no manifest at {path}: give --manifest with a deployment that you trust",
            f"{path} 处没有部署清单：请用 --manifest 指定您信任的部署",
        )
    return Trust(found)


def _token_in(path: Path) -> str:
    try:
        text = path.read_text().strip()
    except (OSError, ValueError):
        text = ""
    if not 0 < len(text) <= TOKEN_CHARACTERS_MAX or not text.isascii() or not text.isprintable():
        raise BadInput(
            "client.no_token",
            f"{path} holds no API key: write the secret, sxk_…, into it",
            f"{path} 中没有 API 密钥：请写入以 sxk_ 开头的密钥",
        )
    return text
