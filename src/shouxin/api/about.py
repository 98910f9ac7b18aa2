# SPDX-License-Identifier: Apache-2.0
"""``GET /api/v1``: what this is."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from shouxin.access.principal import Principal, anyone
from shouxin.chain.manifest import Manifest
from shouxin.rest.fields import AddressText, HashText
from shouxin.rest.problems import problem_answers
from shouxin.rest.provision import provided

API_VERSION = "v1"
router = APIRouter(tags=["service"])


class About(BaseModel):
    """This service and its chain."""

    name: str = Field(examples=["Shouxin"])
    version: str = Field(description="Of the software.", examples=["0.1.0"])
    api_version: str = Field(examples=[API_VERSION])
    chain_id: int = Field(description="Of the chain that decides.", examples=[31337])
    genesis_hash: HashText = Field(description="Of its block 0, for ids are reused.")
    contracts: dict[str, AddressText] = Field(description="Where the contracts are, by name.")
    documentation: str = Field(examples=["/docs"])


@router.get("", responses=problem_answers())
async def about(
    manifest: Annotated[Manifest, Depends(provided(Manifest))],
    _: Annotated[Principal, Depends(anyone)],
) -> About:
    """What this service is, which chain it stands on, and where its contracts are."""
    return About(
        name="Shouxin",
        version=version("shouxin"),
        api_version=API_VERSION,
        chain_id=manifest.chain_id,
        genesis_hash=manifest.genesis_hash,
        contracts={name: deployed.address for name, deployed in manifest.contracts.items()},
        documentation="/docs",
    )
