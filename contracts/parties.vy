# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Parties: whose a wallet is, what a party is, and who may change that
@notice What the registry and its modules share. A party's word, low bits first: jurisdiction 16 |
        kind 8 | licensed 1 | grouped 1 | has a freeze on file 1 | has a recovery on file 1 | 68
        bits free | identity provider 160. The marks say where to look, not that a freeze or a
        recovery still runs; who has none pays for no further read.
"""


MASK_8: constant(uint256) = 2**8 - 1
MASK_16: constant(uint256) = 2**16 - 1
KIND_SHIFT: constant(uint256) = 16
LICENSED: constant(uint256) = 1 << 24
GROUPED: constant(uint256) = 1 << 25
FREEZE_ON_FILE: constant(uint256) = 1 << 26
RECOVERY_ON_FILE: constant(uint256) = 1 << 27
PROVIDER_SHIFT: constant(uint256) = 96


# Who accredits, an address (a timelock); set by itself.
governance: public(address)
# Who may freeze a party at once, an address; set by governance.
guardian: public(address)
# Whether an identity provider is accredited; set by governance.
is_provider: public(HashMap[address, bool])
# The party a wallet belongs to; set once, at enrolment, by joining or by recovery, which clears
# the lost wallet's for ever.
party_of: public(HashMap[address, bytes32])
# A party's word, laid out above; written at enrolment, by licences, links, freezes, recoveries.
words: HashMap[bytes32, uint256]
# The commitment to its recovery rule that a party's first wallet signed; set once, at enrolment.
recovery_of: public(HashMap[bytes32, bytes32])


@internal
@view
def _check_governance():
    assert msg.sender == self.governance, "registry: caller is not governance"


@internal
@view
def _check_guardian_or_governance():
    assert (
        msg.sender == self.guardian or msg.sender == self.governance
    ), "registry: caller is neither guardian nor governance"


@internal
@view
def _check_provider():
    assert self.is_provider[msg.sender], "registry: caller is no accredited provider"


@internal
@view
def _check_party(party: bytes32) -> uint256:
    """
    @dev The party's word.
    """
    word: uint256 = self.words[party]
    assert word != 0, "registry: party is unknown"
    return word
