# SPDX-License-Identifier: Apache-2.0
"""Actions to sign and relay, and the offer book."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Header, Query, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import Field

from shouxin.access.principal import Principal, Scope, anyone, requires
from shouxin.lending.api_models import (
    ImportModel,
    MatchesModel,
    OfferModel,
    OfferPage,
    PlainCallModel,
    PreparedModel,
    RefusedLine,
    RelayedModel,
    RelayRequest,
    both,
    matches_model,
    offer_model,
    prepared_model,
)
from shouxin.lending.matching import Wish
from shouxin.lending.offer_book import OfferFilter, OfferStatus
from shouxin.lending.offer_files import Imported
from shouxin.lending.offer_schemas import (
    MethodName,
    PartyKindName,
    SideName,
    WrittenSignedOffer,
)
from shouxin.lending.service import Lending
from shouxin.primitives.errors import BadInput
from shouxin.primitives.hexadecimal import to_hex
from shouxin.primitives.text import Text
from shouxin.primitives.wire import Account, Hash, Units, WireModel
from shouxin.rest.fields import HashText
from shouxin.rest.pagination import CURSOR_CHARACTERS_MAX, LIMIT, LIMIT_MAX, PageRequest
from shouxin.rest.problems import problem_answers
from shouxin.rest.provision import provided

router = APIRouter(responses=problem_answers(502))
LendingService = Annotated[Lending, Depends(provided(Lending))]
Anyone = Annotated[Principal, Depends(anyone)]
Poster = Annotated[Principal, Depends(requires(Scope.OFFERS_WRITE))]
Relayer = Annotated[Principal, Depends(requires(Scope.TRANSACTIONS_WRITE))]
MATCHES_MAX, OFFERS = 50, "offers"
IMPORT_LINES_MAX = 10_000


Number = Annotated[int, Field(ge=0, lt=2**31)]


class WishModel(WireModel):
    """What somebody looks for; `side` is what they do themselves."""

    side: SideName
    currency: Account
    principal_units: Units
    method: MethodName | None = None
    instalments_min: Number | None = None
    instalments_max: Number | None = None
    period_days: Number | None = None
    borrower_kind: PartyKindName | None = None
    purpose: Number | None = None
    jurisdiction: Number | None = None
    product: Number | None = None
    all_in_rate_ppm_max: Number | None = None
    party: Hash | None = None
    taker: Account | None = None


class ImportRequest(WireModel):
    """The lines of a book's file, each as text."""

    lines: Annotated[list[str], Field(max_length=IMPORT_LINES_MAX)]


class OfferQuery(WireModel):
    """Which offers a list has."""

    side: SideName | None = None
    maker: Account | None = None
    party: Hash | None = None
    currency: Account | None = None
    amount_units: Units | None = None
    method: MethodName | None = None
    instalments_min: Number | None = None
    instalments_max: Number | None = None
    rate_ppm_max: Number | None = None
    jurisdiction: Number | None = None
    product: Number | None = None
    status: OfferStatus | None = None
    limit: Annotated[int, Field(ge=1, le=LIMIT_MAX)] = LIMIT
    cursor: Annotated[str | None, Field(max_length=CURSOR_CHARACTERS_MAX)] = None

    def filter(self) -> OfferFilter:
        """The book's filter."""
        given = self.model_dump(exclude={"status", "limit", "cursor", "amount_units", "party"})
        statuses = [self.status] if self.status else []
        party = None if self.party is None else to_hex(self.party)
        return OfferFilter(
            **self._plain(given),
            amount=self.amount_units,
            statuses=statuses,
            maker_party=party,
        )

    def _plain(self, given: dict[str, Any]) -> dict[str, Any]:
        numbers = {"side": self.side, "method": self.method}
        return given | {name: value and int(value) for name, value in numbers.items()}


@router.post("/actions/{kind}", tags=["actions"], responses=problem_answers(404, 409, 502))
async def prepare_action(
    kind: str, wanted: Annotated[dict[str, Any], Body()], lending: LendingService, _: Anyone
) -> PreparedModel:
    """Prepare an action: what to sign, what to call oneself, and what it does in plain words."""
    return prepared_model(await lending.prepare(kind, wanted))


@router.post(
    "/actions/{kind}/relay",
    tags=["actions"],
    status_code=202,
    responses=problem_answers(401, 403, 404, 409, 502),
)
async def relay_action(
    kind: str,
    given: RelayRequest,
    lending: LendingService,
    principal: Relayer,
    idempotency_key: Annotated[str, Header(max_length=120)],
) -> RelayedModel:
    """Have what was signed carried out; the service pays the gas."""
    sent = await lending.relay(
        kind,
        given.settled,
        given.signatures,
        subject=principal.account,
        idempotency_key=idempotency_key,
        party=principal.party,
    )
    links = {"self": f"/api/v1/transactions/{sent.id}"}
    return RelayedModel(transaction_id=sent.id, status=str(sent.status), links=links)


@router.post("/actions/{kind}/call", tags=["actions"], responses=problem_answers(404, 409, 502))
async def call_of_action(
    kind: str, given: RelayRequest, lending: LendingService, _: Anyone
) -> PlainCallModel:
    """The call that carries out what was signed, for who sends it from a wallet of its own."""
    call = await lending.call(kind, given.settled, given.signatures, is_relayed=False)
    return PlainCallModel(to=call.to, data=to_hex(call.data), value=str(call.value))


@router.post(
    "/offers", tags=["offers"], status_code=201, responses=problem_answers(401, 403, 409, 502)
)
async def post_offer(
    written: WrittenSignedOffer, response: Response, lending: LendingService, _: Poster
) -> OfferModel:
    """Post a signed offer or request; one that is there already is answered with 200."""
    found, is_new = await lending.post(written)
    response.status_code = 201 if is_new else 200
    return offer_model(found)


@router.get("/offers", tags=["offers"])
async def list_offers(
    query: Annotated[OfferQuery, Query()], lending: LendingService, _: Anyone
) -> OfferPage:
    """Offers and requests, the newest first."""
    page = PageRequest(query.limit, query.cursor)
    after = page.after(OFFERS, int)
    found = await lending.offers(query.filter(), after[0] if after else None, page.limit + 1)
    shown, cursor = page.answer(OFFERS, found, lambda offer: (offer.id,))
    return OfferPage(items=[offer_model(offer) for offer in shown], next_cursor=cursor)


class JsonLines(PlainTextResponse):
    """A JSON object a line."""

    media_type = "application/jsonl"


@router.get("/offers.jsonl", tags=["offers"], response_class=JsonLines)
async def export_offers(lending: LendingService, _: Anyone) -> JsonLines:
    """The book as a file: an offer a line, complete by itself."""
    lines = await lending.export(OfferFilter())
    return JsonLines("".join(lines))


@router.post("/offers/import", tags=["offers"], responses=problem_answers(401, 403, 502))
async def import_offers(given: ImportRequest, lending: LendingService, _: Poster) -> ImportModel:
    """Take in another book's lines; a bad one is reported with its number and stops no other."""
    lines = [line.encode(errors="surrogatepass") for line in given.lines]
    return _imported(await lending.import_lines(lines))


@router.post(
    "/offers.jsonl",
    tags=["offers"],
    responses=problem_answers(401, 403, 502),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/jsonl": {"schema": {"type": "string"}}},
        }
    },
)
async def import_file(request: Request, lending: LendingService, _: Poster) -> ImportModel:
    """Take in another book's file as it was exported, at most 8 MiB and 10,000 lines."""
    lines = (await request.body()).splitlines()
    if len(lines) > IMPORT_LINES_MAX:
        raise BadInput(
            "offers.long_file",
            f"the file has {len(lines)} lines: send at most {IMPORT_LINES_MAX} at once",
            f"文件有 {len(lines)} 行：每次最多 {IMPORT_LINES_MAX} 行",
        )
    return _imported(await lending.import_lines(lines))


def _imported(done: Imported) -> ImportModel:
    return ImportModel(
        added=done.added,
        known=done.known,
        refused=[
            RefusedLine(
                line=line.number,
                code=line.error.code,
                reason=both(Text(line.error.message, line.error.message_zh)),
            )
            for line in done.refused
            if line.error is not None
        ],
    )


@router.post("/offers/match", tags=["offers"])
async def match_offers(wish: WishModel, lending: LendingService, _: Anyone) -> MatchesModel:
    """The offers that fit a wish, the cheapest all-in cost first, with each loan's figures."""
    return matches_model(await lending.match(_wish(wish), MATCHES_MAX))


@router.get("/offers/{digest}", tags=["offers"], responses=problem_answers(404))
async def get_offer(digest: HashText, lending: LendingService, _: Anyone) -> OfferModel:
    """An offer as it stands now."""
    return offer_model(await lending.offer(bytes.fromhex(digest[2:])))


@router.delete(
    "/offers/{digest}", tags=["offers"], status_code=204, responses=problem_answers(401, 403, 404)
)
async def withdraw_offer(digest: HashText, lending: LendingService, principal: Poster) -> None:
    """Take one's own offer off the list; it is cancelled on chain alone (`cancel_offer`)."""
    await lending.withdraw(bytes.fromhex(digest[2:]), principal.wallet)


def _wish(given: WishModel) -> Wish:
    method, kind = given.method, given.borrower_kind
    return Wish(
        side=int(given.side),
        currency=given.currency,
        principal=given.principal_units,
        wanted=OfferFilter(
            method=method and int(method),
            instalments_min=given.instalments_min,
            instalments_max=given.instalments_max,
            period_days=given.period_days,
            borrower_kind=kind and int(kind),
            purpose=given.purpose,
            jurisdiction=given.jurisdiction,
            product=given.product,
        ),
        taker=given.taker,
        party=None if given.party is None else to_hex(given.party),
        all_in_rate_ppm_max=given.all_in_rate_ppm_max,
    )
