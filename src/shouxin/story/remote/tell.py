# SPDX-License-Identifier: Apache-2.0
"""The first loan's story through the API: two sign, two send, one listens."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack

from eth_account.signers.local import LocalAccount

from shouxin.story.narrator import Narrator
from shouxin.story.remote.arriving import tell_arriving
from shouxin.story.remote.borrowing import tell_borrowing
from shouxin.story.remote.hearing import Hearing
from shouxin.story.remote.people import Customer, Role
from shouxin.story.remote.platform import Platform
from shouxin.story.remote.proving import tell_proving
from shouxin.story.remote.repaying import tell_repaying
from shouxin.story.remote.telling import Telling
from shouxin.story.tell import Told
from shouxin.story.text import Text

TITLE = Text("Zhou's noodle shop borrows through the API", "老周面馆通过接口借款")
BENEATH = Text(
    "Ms Lin lends, the noodle shop borrows and pays back, in one day. Both only sign, and check "
    "what they sign; the service relays it and pays the gas. The identity provider and the bank "
    "send transactions of their own. Somebody listens all the while.",
    "林女士出借，老周面馆当日借款、还款。双方只签名，且先核对签署内容；"
    "服务代为提交并支付 gas。身份服务机构和银行各自发送交易。全程有人监听事件。",
)
WHOLE = Text(
    "{count} figures of the service are the model's; {events} events were heard as they happened.",
    "服务给出的 {count} 个数字与模型逐一相符；实时收到 {events} 条事件。",
)


def tell_remote(platform: Platform, narrator: Narrator) -> Told:
    """Tell it on a platform that runs.

    Raises:
        ShouxinError: something was refused that the story did not expect.
    """
    narrator.title(TITLE, BENEATH)
    with ExitStack() as stack:
        hearing = stack.enter_context(Hearing(platform.url, 0 if platform.is_own else None))
        provider = _role(platform, platform.provider, stack)
        bank = _role(platform, platform.bank, stack)
        telling = Telling(platform, narrator, hearing, provider, bank)
        lender, borrower = tell_arriving(telling)
        stack.callback(_leave, lender, borrower)
        loan = tell_borrowing(telling, lender, borrower)
        tell_repaying(telling, loan)
        report = tell_proving(telling, borrower, lender)
        kinds = Counter(event.kind for event in hearing.heard)
    if not telling.failures:
        words = WHOLE.with_values(count=telling.compared, events=sum(kinds.values()))
        narrator.note(words, style="bold green")
    value = {
        "chain_id": platform.manifest.chain_id,
        "service": platform.url,
        "chapters": narrator.chapters,
        "loan": loan.id,
        "compared": telling.compared,
        "events": dict(sorted(kinds.items())),
        "report": report,
        "is_whole": not telling.failures,
        "failures": [failure.of(narrator.language) for failure in telling.failures],
    }
    return Told(value, telling.failures)


def _role(platform: Platform, account: LocalAccount, stack: ExitStack) -> Role:
    client = stack.enter_context(platform.client_of(account))
    return Role(platform, account, client)


def _leave(*customers: Customer) -> None:
    """Sign out."""
    for customer in customers:
        customer.client.sign_out()
        customer.client.close()
