# SPDX-License-Identifier: Apache-2.0
"""What ``shouxin deployment create`` and ``verify`` ask of a node."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from shouxin.chain.deploy import Deployment, Settings, check, deploy
from shouxin.chain.manifest import manifest_path
from shouxin.chain.roles import read_roles
from shouxin.chain.rpc import Chain
from shouxin.chain.sender import Sender, read_key
from shouxin.cli.encoding import manifest_in
from shouxin.config import load_config
from shouxin.primitives.errors import BadInput
from shouxin.primitives.identifiers import parse_address


@dataclass(frozen=True, slots=True)
class Wanted:
    """A deployment as it was asked for on the command line."""

    rpc_url: str
    chain_id: int | None
    key_file: Path | None
    proposer: str
    executor: str
    guardian: str
    timelock_delay_seconds: int

    @property
    def settings(self) -> Settings:
        """Its roles and delay.

        Raises:
            BadInput: ``input.address``.
        """
        return Settings(
            timelock_delay_seconds=self.timelock_delay_seconds,
            proposer=parse_address(self.proposer, "--proposer"),
            executor=parse_address(self.executor, "--executor"),
            guardian=parse_address(self.guardian, "--guardian"),
        )


def create_deployment(wanted: Wanted, *, is_json: bool) -> None:
    """Deploy on a node of others, with roles that are not the deployer's.

    Raises:
        BadInput: ``input.address``, ``input.key_file``, ``input.no_key``, ``chain.bad_url``.
        ChainError: as for ``deploy``.
    """
    config, settings = load_config(), wanted.settings
    chain = Chain(wanted.rpc_url, wanted.chain_id)
    key_file = wanted.key_file or config.key_file
    if key_file is None:
        raise BadInput(
            "input.no_key",
            "no key to deploy with: name one with --key-file (SHOUXIN_KEY_FILE)",
            "没有用于部署的私钥：请用 --key-file（SHOUXIN_KEY_FILE）指定",
        )
    deployment = deploy(Sender(chain, read_key(key_file)), config.manifests, settings)
    _tell(deployment, manifest_path(config.manifests, chain.chain_id), is_json=is_json)


def verify_deployment(rpc_url: str, manifest: Path | None, *, is_json: bool) -> None:
    """Compare a chain with a manifest.

    Raises:
        NotFoundError: ``deploy.no_manifest``.
        ChainError: ``deploy.other_chain``, ``deploy.no_code``, ``deploy.other_bytecode``,
            ``deploy.not_wired``, ``manifest.unreadable``, or the node's failure.
    """
    chain = Chain(rpc_url)
    path = manifest or manifest_path(load_config().manifests, chain.chain_id)
    _tell(check(chain, manifest_in(path), path), path, is_json=is_json)


def _tell(deployment: Deployment, path: Path, *, is_json: bool) -> None:
    """The contracts, and who holds which role as the chain has it."""
    manifest, roles = deployment.manifest, asdict(read_roles(deployment))
    contracts = {name: known.address for name, known in manifest.contracts.items()}
    if is_json:
        value = {"chain_id": manifest.chain_id, "manifest": str(path), "contracts": contracts}
        typer.echo(json.dumps({**value, "roles": roles}))
        return
    for name, address in contracts.items():
        typer.echo(f"{name:<20}{address}")
    typer.echo("")
    for name, held in roles.items():
        shown = ", ".join(held) if isinstance(held, tuple) else held
        typer.echo(f"{name.replace('_', ' '):<20}{shown}")
    typer.echo(
        f"\nChain {manifest.chain_id} has exactly these contracts, of this version's code, "
        f"governed by the timelock; manifest: {path}"
    )
