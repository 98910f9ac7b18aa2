# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Recovery: a party's lost wallet replaced by the rule that it committed to
@notice The commitment at enrolment is the EIP-712 hash of a `RecoveryRule`. A provider of the rule
        starts; after the rule's delay anyone concludes. Any other wallet that joined the party at
        least 14 days before objects and ends it, so that a thief can't bring one along; the named wallet objects once, which doubles the delay and asks for a second
        provider of the rule. What is not concluded within 44 days after its delay lapses: longer than a guardian's
        freeze, which holds a conclusion back.
"""

from . import freezes
from . import parties
from . import signatures

uses: freezes
uses: parties
uses: signatures


event RecoveryStarted:
    party: indexed(bytes32)
    lost: indexed(address)
    wallet: indexed(address)
    provider: address
    due_at: uint256


event RecoveryContested:
    party: indexed(bytes32)
    due_at: uint256


event RecoverySeconded:
    party: indexed(bytes32)
    provider: indexed(address)


event RecoveryEnded:
    party: indexed(bytes32)
    member: indexed(address)


event WalletReplaced:
    party: indexed(bytes32)
    lost: indexed(address)
    wallet: indexed(address)


# What a party commits to at enrolment and reveals to who recovers.
struct RecoveryRule:
    providers: address[4]  # who may start and second, empty ones unused
    delay_days: uint256  # 14 to 365
    salt: bytes32


# A recovery under way.
struct Recovery:
    lost: address
    wallet: address  # the new one
    provider: address  # that started it
    second: address  # the provider that seconded it after an objection, empty if none
    started_at: uint256  # Unix seconds; 0 if none is under way
    due_at: uint256  # Unix seconds, from when it can be concluded
    is_contested: bool  # by the named wallet


RULE_TYPEHASH: constant(bytes32) = keccak256(
    "RecoveryRule(address[4] providers,uint256 delay_days,bytes32 salt)"
)
WALLET_RECOVERY_TYPEHASH: constant(bytes32) = keccak256(
    "WalletRecovery(bytes32 party,address lost,address wallet,uint256 deadline)"
)
RECOVERY_OBJECTION_TYPEHASH: constant(bytes32) = keccak256(
    "RecoveryObjection(bytes32 party,address member,address lost,address wallet,uint256 started_at)"
)

DAY: constant(uint256) = 86_400
DELAY_DAYS_MIN: constant(uint256) = 14
DELAY_DAYS_MAX: constant(uint256) = 365
# How long after its delay a recovery can be concluded: a guardian's 30 days of freeze leave 14.
LAPSE_SECONDS: constant(uint256) = 44 * DAY
# How long after an objection that ended a recovery, or after a contested one lapsed, none starts.
REST_SECONDS: constant(uint256) = 14 * DAY
# How long a wallet belongs to its party before it can end a recovery.
VOICE_SECONDS: constant(uint256) = 14 * DAY
# How often in a row a wallet's successor can be replaced itself.
SUCCESSIONS_MAX: constant(uint256) = 16


# Party -> the recovery under way, or lapsed; set by start, objection, seconding, conclusion.
_recoveries: HashMap[bytes32, Recovery]
# Party -> Unix seconds before which no recovery starts; set by an objection that ended one.
_rests_until: HashMap[bytes32, uint256]
# Wallet -> Unix seconds when another wallet brought it in; 0 for a first one and a successor.
_joined_at: HashMap[address, uint256]
# Replaced wallet -> the wallet that took its place; set by a conclusion, for ever.
_successors: HashMap[address, address]
# Wallet -> how many were replaced one after the other before it; set by a conclusion.
_successions: HashMap[address, uint256]


@external
@nonreentrant
def start_recovery(
    lost: address,
    wallet: address,
    rule: RecoveryRule,
    deadline: uint256,
    signature: Bytes[1024],
):
    """
    @notice Starts the replacement of a party's wallet. For an accredited provider of the rule that
            the party committed to.
    @param wallet The new one, which never belonged to a party.
    @param deadline The last second at which `signature` serves.
    @param signature The new wallet's, over WalletRecovery.
    """
    parties._check_provider()
    self._check_newcomer(wallet, deadline)
    party: bytes32 = parties.party_of[lost]
    assert party != empty(bytes32), "registry: lost wallet belongs to no party"
    freezes._check_unfrozen(party)
    self._check_rule(rule, parties.recovery_of[party], msg.sender)
    hashed: bytes32 = keccak256(
        abi_encode(WALLET_RECOVERY_TYPEHASH, party, lost, wallet, deadline)
    )
    self._check_signature(wallet, hashed, signature)
    due_at: uint256 = self._start(party, lost, wallet, msg.sender, rule.delay_days)
    parties.words[party] |= parties.RECOVERY_ON_FILE
    log RecoveryStarted(
        party=party, lost=lost, wallet=wallet, provider=msg.sender, due_at=due_at
    )


@external
@nonreentrant
def object_to_recovery(member: address, signature: Bytes[1024]):
    """
    @notice A wallet's objection to its party's recovery: another than the named one ends it, if it
            joined at least 14 days before the recovery started; the
            named one, once, doubles the delay and asks for a second provider. Anyone relays it;
            the member itself needs no signature.
    @param signature The member's, over RecoveryObjection.
    """
    party: bytes32 = parties.party_of[member]
    assert party != empty(bytes32), "registry: member belongs to no party"
    if msg.sender != member:
        r: Recovery = self._recoveries[party]
        hashed: bytes32 = keccak256(
            abi_encode(
                RECOVERY_OBJECTION_TYPEHASH, party, member, r.lost, r.wallet, r.started_at
            )
        )
        self._check_signature(member, hashed, signature)
    if self._object(party, member):
        parties.words[party] &= ~parties.RECOVERY_ON_FILE
        log RecoveryEnded(party=party, member=member)
    else:
        log RecoveryContested(party=party, due_at=self._recoveries[party].due_at)


@external
@nonreentrant
def second_recovery(party: bytes32, rule: RecoveryRule):
    """
    @notice Seconds a contested recovery. For another accredited provider of the rule.
    """
    parties._check_provider()
    self._check_rule(rule, parties.recovery_of[party], msg.sender)
    self._second(party, msg.sender)
    log RecoverySeconded(party=party, provider=msg.sender)


@external
@nonreentrant
def conclude_recovery(party: bytes32):
    """
    @notice Puts the new wallet in the lost one's place, once the delay is over. Anyone may. The
            lost wallet never belongs to a party again: its offers are void for ever, what it can
            claim goes to the new one, and anyone moves its notes there.
    """
    freezes._check_unfrozen(party)
    r: Recovery = self._conclude(party)
    assert (
        parties.is_provider[r.provider]
        and (r.second == empty(address) or parties.is_provider[r.second])
    ), "registry: provider is accredited no longer"
    self._check_newcomer(r.wallet, block.timestamp)
    parties.party_of[r.lost] = empty(bytes32)
    parties.party_of[r.wallet] = party
    parties.words[party] &= ~parties.RECOVERY_ON_FILE
    log WalletReplaced(party=party, lost=r.lost, wallet=r.wallet)


@view
@external
def recovery_under_way(party: bytes32) -> Recovery:
    """
    @notice A party's recovery under way, all zero if there is none or it has lapsed.
    """
    if self._is_running(party):
        return self._recoveries[party]
    return empty(Recovery)


@view
@external
def successor_of(wallet: address) -> address:
    """
    @notice The wallet that took a replaced wallet's place, or the place of that, and so on; a
            wallet that was not replaced itself.
    """
    return self._successor_of(wallet)


@internal
@pure
def _check_rule(rule: RecoveryRule, commitment: bytes32, provider: address):
    """
    @notice Sees that the rule is the one committed to, and names the provider.
    """
    assert (
        keccak256(
            abi_encode(
                RULE_TYPEHASH,
                keccak256(abi_encode(rule.providers)),
                rule.delay_days,
                rule.salt,
            )
        )
        == commitment
    ), "registry: rule is not the one the party committed to"
    assert (
        rule.delay_days >= DELAY_DAYS_MIN and rule.delay_days <= DELAY_DAYS_MAX
    ), "registry: rule's delay is out of range"
    assert provider in rule.providers, "registry: rule names another provider"


@internal
def _start(
    party: bytes32, lost: address, wallet: address, provider: address, delay_days: uint256
) -> uint256:
    """
    @notice Starts a recovery and returns from when it can be concluded.
    """
    assert not self._is_running(party), "registry: a recovery is under way"
    last: Recovery = self._recoveries[party]
    assert block.timestamp >= self._rests_until[party] and (
        not last.is_contested
        or block.timestamp >= last.due_at + LAPSE_SECONDS + REST_SECONDS
    ), "registry: a recovery was objected to lately"
    assert (
        self._successions[lost] < SUCCESSIONS_MAX
    ), "registry: too many replacements in a row"
    due_at: uint256 = block.timestamp + delay_days * DAY
    self._recoveries[party] = Recovery(
        lost=lost,
        wallet=wallet,
        provider=provider,
        second=empty(address),
        started_at=block.timestamp,
        due_at=due_at,
        is_contested=False,
    )
    return due_at


@internal
def _object(party: bytes32, member: address) -> bool:
    """
    @notice Takes a member's objection and returns whether it ended the recovery.
    """
    r: Recovery = self._running(party)
    if member != r.lost:
        assert (
            r.started_at >= self._joined_at[member] + VOICE_SECONDS
        ), "registry: member joined too lately to object"
        self._recoveries[party] = empty(Recovery)
        self._rests_until[party] = block.timestamp + REST_SECONDS
        return True
    assert not r.is_contested, "registry: the named wallet has objected already"
    r.is_contested = True
    r.due_at += r.due_at - r.started_at
    self._recoveries[party] = r
    return False


@internal
def _second(party: bytes32, provider: address):
    """
    @notice Notes a second provider's assent to a contested recovery.
    """
    r: Recovery = self._running(party)
    assert r.is_contested, "registry: recovery is not contested"
    assert provider != r.provider, "registry: provider started this recovery"
    r.second = provider
    self._recoveries[party] = r


@internal
def _conclude(party: bytes32) -> Recovery:
    """
    @notice Ends a recovery whose delay is over, with the wallet replaced, and returns it.
    """
    r: Recovery = self._running(party)
    assert block.timestamp >= r.due_at, "registry: recovery's delay is not over"
    assert (
        not r.is_contested or r.second != empty(address)
    ), "registry: a contested recovery needs a second provider"
    self._recoveries[party] = empty(Recovery)
    self._successors[r.lost] = r.wallet
    self._successions[r.wallet] = self._successions[r.lost] + 1
    return r


@internal
def _note_joined(wallet: address):
    """
    @notice Notes that a wallet was brought into its party now.
    """
    self._joined_at[wallet] = block.timestamp


@internal
@view
def _running(party: bytes32) -> Recovery:
    """
    @dev The recovery under way.
    """
    assert self._is_running(party), "registry: no recovery is under way"
    return self._recoveries[party]


@internal
@view
def _is_running(party: bytes32) -> bool:
    """
    @notice Whether a recovery is under way: neither ended, concluded nor lapsed.
    """
    due_at: uint256 = self._recoveries[party].due_at
    return due_at != 0 and block.timestamp < due_at + LAPSE_SECONDS


@internal
@view
def _is_being_replaced(party: bytes32, wallet: address) -> bool:
    """
    @notice Whether the recovery under way names this wallet as lost.
    """
    return self._recoveries[party].lost == wallet and self._is_running(party)


@internal
@view
def _is_replaced(wallet: address) -> bool:
    return self._successors[wallet] != empty(address)


@internal
@view
def _successor_of(wallet: address) -> address:
    """
    @notice The living wallet at the end of the successions from a replaced one; a wallet that was
            not replaced is its own.
    """
    last: address = wallet
    for _: uint256 in range(SUCCESSIONS_MAX + 1):
        successor: address = self._successors[last]
        if successor == empty(address):
            break
        last = successor
    return last


@internal
@view
def _check_newcomer(wallet: address, deadline: uint256):
    """
    @dev A wallet that can come into a party, by signatures that still serve.
    """
    assert block.timestamp <= deadline, "registry: deadline is over"
    assert wallet != empty(address), "registry: wallet is empty"
    assert parties.party_of[wallet] == empty(bytes32), "registry: wallet belongs to a party"
    assert not self._is_replaced(wallet), "registry: wallet was replaced"


@internal
@view
def _check_signature(signer: address, hashed: bytes32, signature: Bytes[1024]):
    assert signatures._is_valid(
        signer, signatures._digest(hashed), signature
    ), "registry: signature is not valid"
