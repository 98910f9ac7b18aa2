# SPDX-License-Identifier: Apache-2.0
"""Recovery of a lost wallet: the rule that a party commits to, and what wallets sign in it."""

from dataclasses import dataclass

from eth_abi import encode
from eth_account.signers.local import LocalAccount
from eth_utils import keccak

from shouxin.chain.abi import Address
from shouxin.chain.typed_data import Domain, Types, sign
from shouxin.primitives.errors import BadInput

_DOMAIN_NAME = "Shouxin PartyRegistry"
_NOBODY: Address = "0x" + "00" * 20
_RULE_TYPE = "RecoveryRule(address[4] providers,uint256 delay_days,bytes32 salt)"
PROVIDERS_MAX = 4
DELAY_DAYS_MIN, DELAY_DAYS_MAX = 14, 365
SALT_BYTES = 32
WALLET_RECOVERY_TYPES: Types = {
    "WalletRecovery": (
        ("party", "bytes32"),
        ("lost", "address"),
        ("wallet", "address"),
        ("deadline", "uint256"),
    )
}
RECOVERY_OBJECTION_TYPES: Types = {
    "RecoveryObjection": (
        ("party", "bytes32"),
        ("member", "address"),
        ("lost", "address"),
        ("wallet", "address"),
        ("started_at", "uint256"),
    )
}
WALLET_EXPULSION_TYPES: Types = {
    "WalletExpulsion": (("party", "bytes32"), ("wallet", "address"), ("successor", "address"))
}


@dataclass(frozen=True, slots=True)
class RecoveryRule:
    """Who may replace a party's lost wallet, and after how long.

    Attributes:
        providers: one to four accredited identity providers; one starts, and where the named
            wallet or a young one objects another must second.
        delay_days: 14 to 365, in which the party's wallets can object.
        salt: 32 secret bytes, for the rest could be guessed from the commitment.

    Raises:
        BadInput: ``input.recovery_rule``.
    """

    providers: tuple[Address, ...]
    delay_days: int
    salt: bytes

    def __post_init__(self) -> None:
        is_sound = (
            0 < len(set(self.providers)) == len(self.providers) <= PROVIDERS_MAX
            and DELAY_DAYS_MIN <= self.delay_days <= DELAY_DAYS_MAX
            and len(self.salt) == SALT_BYTES
        )
        if not is_sound:
            raise BadInput(
                "input.recovery_rule",
                f"a recovery rule of {len(self.providers)} providers, {self.delay_days} days and "
                f"{len(self.salt)} bytes of salt can't be used: give 1 to 4 different providers, "
                "14 to 365 days and 32 bytes",
                f"恢复规则无效（机构 {len(self.providers)} 家，等待期 {self.delay_days} 天，"
                f"盐值 {len(self.salt)} 字节）：请填写 1 至 4 家不同的机构、14 至 365 天和 32 字节",
            )

    @property
    def struct(self) -> tuple[tuple[Address, ...], int, bytes]:
        """As the registry takes it: four providers, empty ones last."""
        empty = (_NOBODY,) * (PROVIDERS_MAX - len(self.providers))
        return ((*self.providers, *empty), self.delay_days, self.salt)

    @property
    def commitment(self) -> bytes:
        """What ``Enrolment.recovery`` holds: the rule's EIP-712 hash."""
        providers, delay_days, salt = self.struct
        listed = keccak(encode(["address[4]"], [providers]))
        types = ["bytes32", "bytes32", "uint256", "bytes32"]
        return bytes(keccak(encode(types, [keccak(text=_RULE_TYPE), listed, delay_days, salt])))


def sign_recovery(
    wallet: LocalAccount,
    chain_id: int,
    registry: Address,
    *,
    party: bytes,
    lost: Address,
    deadline: int,
) -> bytes:
    """The new wallet's signature that it takes a lost one's place."""
    message = {"party": party, "lost": lost, "wallet": wallet.address, "deadline": deadline}
    domain = Domain(_DOMAIN_NAME, chain_id, registry)
    return sign(wallet, domain, WALLET_RECOVERY_TYPES, "WalletRecovery", message)


def sign_objection(
    member: LocalAccount,
    chain_id: int,
    registry: Address,
    *,
    party: bytes,
    lost: Address,
    wallet: Address,
    started_at: int,
) -> bytes:
    """A member wallet's objection to the one recovery that started then."""
    message = {
        "party": party,
        "member": member.address,
        "lost": lost,
        "wallet": wallet,
        "started_at": started_at,
    }
    domain = Domain(_DOMAIN_NAME, chain_id, registry)
    return sign(member, domain, RECOVERY_OBJECTION_TYPES, "RecoveryObjection", message)


def sign_expulsion(
    successor: LocalAccount, chain_id: int, registry: Address, *, party: bytes, wallet: Address
) -> bytes:
    """A successor's signature that a wallet which the lost one brought in leaves its party."""
    message = {"party": party, "wallet": wallet, "successor": successor.address}
    domain = Domain(_DOMAIN_NAME, chain_id, registry)
    return sign(successor, domain, WALLET_EXPULSION_TYPES, "WalletExpulsion", message)
