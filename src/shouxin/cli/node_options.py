# SPDX-License-Identifier: Apache-2.0
"""The options that name a node of others, and what goes together."""

from pathlib import Path
from typing import Annotated, Any

import typer

from shouxin.primitives.errors import BadInput

RpcUrl = Annotated[
    str | None,
    typer.Option(metavar="URL", help="Use this EVM node; without it one is started here."),
]
KeyFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="With --rpc-url: the private key that deploys and pays, 32 bytes in hexadecimal; "
        "SHOUXIN_KEY_FILE by default.",
    ),
]


def port_option(text: str) -> Any:
    """An option that takes a port, with its help."""
    return typer.Option(min=1, max=65_535, metavar="PORT", help=text)


def check_of_other_node(option: str, value: object, rpc_url: str | None) -> None:
    """See that an option about a node of others comes with that node.

    Raises:
        BadInput: ``input.option``.
    """
    if value is not None and rpc_url is None:
        raise BadInput(
            "input.option",
            f"{option} {str(value)!r} is of a node that --rpc-url names: give both, or neither",
            f"{option} {str(value)!r} 须与 --rpc-url 一同使用：请同时给出，或都不给",
        )


def check_of_own_node(option: str, value: object, rpc_url: str | None) -> None:
    """See that an option about the node started here comes without a node of others.

    Raises:
        BadInput: ``input.option``.
    """
    if value is not None and rpc_url is not None:
        raise BadInput(
            "input.option",
            f"{option} is of a node started here, and --rpc-url names another: give one of them",
            f"{option} 用于本机启动的节点，而 --rpc-url 指定了其他节点：两者只能给出一个",
        )
