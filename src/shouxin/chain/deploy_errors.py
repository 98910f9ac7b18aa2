# SPDX-License-Identifier: Apache-2.0
"""What a deployment says when the chain is not as its manifest has it."""

from pathlib import Path

from shouxin.chain.abi import Address
from shouxin.primitives.errors import ChainError


def no_code(name: str, address: Address, path: Path) -> ChainError:
    """There is nothing where a manifest has a contract."""
    return ChainError(
        "deploy.no_code",
        f"there is no {name} at {address}, where {path} has it: "
        "correct --rpc-url, or move the file away to deploy anew",
        f"{path} 所载地址 {address} 处没有 {name}：请更正 --rpc-url，或移走该文件后重新部署",
    )


def other_bytecode(name: str, address: Address, path: Path) -> ChainError:
    """There is code that is not this version's."""
    return ChainError(
        "deploy.other_bytecode",
        f"{name} at {address} has other bytecode than this version's: use the version that "
        f"deployed it, or move {path} away to deploy anew",
        f"{address} 处的 {name} 字节码与本版本不同：请使用当时部署的版本，或移走 {path} 后重新部署",
    )


def not_wired(reason: str, path: Path) -> ChainError:
    """The contracts do not know each other as they should."""
    return ChainError(
        "deploy.not_wired",
        f"the deployment in {path} is not whole ({reason}): "
        "restore the file, or move it away to deploy anew",
        f"{path} 所载部署不完整（{reason}）：请恢复该文件，或移走后重新部署",
    )
