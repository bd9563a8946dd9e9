"""Knowledge over REST: what a trainer approves is answered at once, and can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from knowledge_base.service import KnowledgeBase
from tests.api.conftest import Product
from tests.knowledge_base.paper import LAW, docx, xlsx

QUESTION = "屋顶花园的躺椅怎么借"
WAYS = (
    "借躺椅",
    "躺椅在哪里借",
    "屋顶花园能借椅子吗",
    "想去屋顶晒太阳有椅子吗",
    "躺椅要押金吗",
)
FAQ = xlsx([["问题", "答案"], [f"{QUESTION}？", "在一楼前台登记就能借，当天归还。"]])


@dataclass
class Trainer:
    http: httpx.AsyncClient
    headers: dict[str, str]

    async def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return await self.http.request(method, f"/v1/knowledge{path}", headers=self.headers, **more)

    async def get(self, path: str) -> Any:
        answer = await self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def send(self, path: str, content: bytes, name: str, **form: str) -> httpx.Response:
        return await self.ask("POST", path, files={"files": (name, content)}, data=form)


@pytest.fixture
async def trainer(product: Product, editable: KnowledgeBase) -> Trainer:
    signed_in = await product.agent("trainer")
    return Trainer(product.http, signed_in.headers)


def form(**changes: Any) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "title": "借躺椅",
        "category": "service",
        "scope": "estate:yunqi",
        "questions": [QUESTION, *WAYS],
        "answer": "在一楼前台登记就能借，当天归还。",
        "citations": ["《民法典》第九百四十四条"],
        "owner": "客服部",
        "valid_from": "2024-01-01",
        "review_on": (date.today() + timedelta(days=365)).isoformat(),
    }
    return parts | changes


async def test_a_draft_is_not_answered_until_it_is_approved(
    product: Product, trainer: Trainer
) -> None:
    planned = await trainer.send("/imports/preview", FAQ, "faq.xlsx", scope="estate:yunqi")
    assert planned.json()["drafts"][0]["change"] == "new"
    assert await trainer.get("/drafts") == []
    done = await trainer.send("/imports", FAQ, "faq.xlsx", scope="estate:yunqi")
    assert done.status_code == 201
    (row,) = await trainer.get("/drafts")
    resident = await product.resident("yunqi")
    before = (await resident.say(QUESTION))[-1]["text"]
    assert "前台登记" not in before
    draft = await trainer.get(f"/drafts/{row['id']}")
    assert draft["proposals"]
    few = form(questions=draft["entry"]["asked"], category=draft["entry"]["category"])
    refused = await trainer.ask("POST", f"/approvals/{row['id']}", json=few)
    assert refused.json()["error"] == "entry_invalid"
    assert "至少要 6 种" in refused.json()["detail"]
    approved = await trainer.ask("POST", f"/approvals/{row['id']}", json=form())
    assert approved.status_code == 200, approved.text
    assert await trainer.get("/drafts") == []
    answer = (await resident.say(QUESTION))[-1]
    assert "在一楼前台登记就能借" in answer["text"]
    assert answer["payload"]["citations"][0]["ref"] == "民法典:944"
    other = await product.resident("binjiang")
    assert "前台登记" not in (await other.say(QUESTION))[-1]["text"]
    again = await trainer.send("/imports", FAQ, "faq.xlsx", scope="estate:yunqi")
    assert again.json()["error"] == "import_refused"


async def test_a_rejected_draft_is_gone_and_can_be_undone(trainer: Trainer) -> None:
    done = (await trainer.send("/imports", FAQ, "faq.xlsx")).json()
    (row,) = await trainer.get("/drafts")
    kept = await trainer.ask("PUT", f"/drafts/{row['id']}", json=form(scope="national"))
    assert kept.json()["entry"]["asked"] == [QUESTION, *WAYS]
    assert (await trainer.ask("DELETE", f"/drafts/{row['id']}")).status_code == 204
    assert await trainer.get("/drafts") == []
    assert (await trainer.ask("GET", f"/drafts/{row['id']}")).status_code == 404
    undone = await trainer.ask("POST", f"/imports/{done['id']}/undo")
    assert undone.json() == {"restored": [], "kept": [row["title"]]}


async def test_an_entry_is_made_edited_and_withdrawn_live(
    product: Product, trainer: Trainer
) -> None:
    made = await trainer.ask("POST", "/entries", json=form())
    assert made.status_code == 201, made.text
    entry = made.json()
    resident = await product.resident("yunqi")
    assert "当天归还" in (await resident.say(QUESTION))[-1]["text"]
    path = f"/entries/{entry['id']}"
    edited = form(answer="在二楼登记就能借。", version=entry["version"])
    assert (await trainer.ask("PUT", path, json=edited)).status_code == 200
    assert "二楼登记" in (await resident.say(QUESTION))[-1]["text"]
    late = await trainer.ask("PUT", path, json=edited)
    assert (late.status_code, late.json()["error"]) == (409, "conflict")
    twice = await trainer.ask("POST", "/entries", json=form())
    assert twice.status_code == 409
    assert (await trainer.ask("DELETE", path)).status_code == 204
    assert "二楼登记" not in (await resident.say(QUESTION))[-1]["text"]
    assert (await trainer.ask("GET", path)).status_code == 404


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("民法典第1500条", "没有第1500条"),
        ("物权法第七十条", "已废止"),
        ("想当然法第三条", "不在法规目录"),
        ("随便写写", "看不出是哪部法"),
    ],
)
async def test_a_wrong_citation_is_named_and_refused(
    trainer: Trainer, written: str, words: str
) -> None:
    body = form(citations=[written])
    checked = (await trainer.ask("POST", "/check/service/new-1", json=body)).json()
    (cited,) = checked["citations"]
    assert not cited["ok"]
    assert words in cited["detail"]
    refused = await trainer.ask("POST", "/entries", json=body)
    assert refused.status_code == 400
    assert words in refused.json()["detail"]


async def test_a_right_citation_shows_its_text(trainer: Trainer) -> None:
    body = form(citations=["民法典944条", "民法典:271"])
    checked = (await trainer.ask("POST", "/check/service/new-1", json=body)).json()
    assert [one["ok"] for one in checked["citations"]] == [True, True]
    assert checked["citations"][0]["name"] == "《民法典》第九百四十四条"
    assert len(checked["citations"][0]["text"]) > 20
    assert checked["findings"] == []


async def test_a_law_is_imported_cited_amended_and_undone(
    product: Product, trainer: Trainer
) -> None:
    content = docx(LAW)
    planned = (await trainer.send("/imports/preview", content, "law.docx")).json()
    assert planned["laws"][0]["added"] == [1, 2, 3, 4]
    first = (await trainer.send("/imports", content, "law.docx")).json()
    shown = await product.http.get(f"/v1/provisions/{LAW[0]}/3")
    assert shown.json()["status_name"] == "现行有效"
    assert "两次" in shown.json()["text"]
    made = await trainer.ask("POST", "/entries", json=form(citations=[f"{LAW[0]}:3"]))
    assert made.json()["state"] == "live"
    newer = docx(line.replace("两次", "三次") for line in LAW)
    second = (await trainer.send("/imports", newer, "law2.docx")).json()
    (due,) = await trainer.get("/entries?state=due")
    assert [one["code"] for one in due["findings"]] == ["amended"]
    fresh = await trainer.get(f"/entries/{due['id']}")
    body = form(citations=[f"{LAW[0]}:3"], version=fresh["version"])
    assert (await trainer.ask("PUT", f"/entries/{due['id']}", json=body)).json()["state"] == "live"
    for done in (second, first):
        undone = await trainer.ask("POST", f"/imports/{done['id']}/undo")
        assert undone.json()["kept"] == []
    assert (await product.http.get(f"/v1/provisions/{LAW[0]}/3")).status_code == 404
    newest = (await trainer.get("/imports"))[:2]
    assert [one["undone"] for one in newest] == [True, True]


async def test_a_bad_file_says_what_to_do(trainer: Trainer) -> None:
    planned = (await trainer.send("/imports/preview", b"x", "old.doc")).json()
    assert "另存为 docx" in planned["problems"][0]
    refused = await trainer.send("/imports", b"x", "old.doc")
    assert (refused.status_code, refused.json()["error"]) == (400, "import_refused")


async def test_the_list_is_searched_and_narrowed(trainer: Trainer) -> None:
    rows = await trainer.get("/entries")
    assert len(rows) > 300
    found = await trainer.get("/entries?q=门禁 物业费&category=fees")
    assert 0 < len(found) < len(rows)
    assert {row["category_name"] for row in found} == {"物业费"}
    assert await trainer.get("/entries?scope=estate:binjiang") == []
    options = await trainer.get("/options")
    assert {"id": "estate:yunqi", "name": "云栖花园"} in options["scopes"]


async def test_only_trainers_and_managers_may(product: Product, trainer: Trainer) -> None:
    assert (await product.http.get("/v1/knowledge/entries")).status_code == 401
    agent = await product.agent("xiaoli")
    for path in ("entries", "drafts", "imports", "options"):
        refused = await product.http.get(f"/v1/knowledge/{path}", headers=agent.headers)
        assert (refused.status_code, refused.json()["error"]) == (403, "forbidden")
    manager = await product.agent("manager")
    seen = await product.http.get("/v1/knowledge/options", headers=manager.headers)
    assert seen.status_code == 200
    foreign = await trainer.ask("POST", "/entries", json=form(scope="estate:elsewhere"))
    assert (foreign.status_code, foreign.json()["error"]) == (403, "forbidden")
    aimed = await trainer.send("/imports", FAQ, "faq.xlsx", scope="city:广州")
    assert aimed.status_code == 403


async def test_what_a_form_contradicts_is_said_and_saved_all_the_same(trainer: Trainer) -> None:
    first = form(answer="可以免费借三天。", citations=[])
    made = await trainer.ask("POST", "/entries", json=first)
    assert made.status_code == 201, made.text
    other = form(
        title="躺椅外借",
        answer="不可以外借。",
        questions=["屋顶花园的躺椅借不借", *(f"{one}呢" for one in WAYS)],
    )
    checked = await trainer.ask("POST", "/contradictions/service/new-0", json=other)
    (clash,) = checked.json()
    assert clash["kind"] == "answer"
    assert {clash["one"]["text"], clash["other"]["text"]} == {"可以免费借三天。", "不可以外借。"}
    saved = await trainer.ask("POST", "/entries", json=other)
    assert saved.status_code == 201
    rows = await trainer.get("/contradictions")
    row = next(row for row in rows if made.json()["id"] in (row["one"]["ref"], row["other"]["ref"]))
    assert not row["settled"]
    assert (await trainer.ask("PUT", f"/settled/{row['key']}")).status_code == 204
    assert {one["key"]: one for one in await trainer.get("/contradictions")}[row["key"]]["settled"]
    again = await trainer.ask("POST", f"/contradictions/{saved.json()['id']}", json=other)
    assert again.json() == []
    assert (await trainer.ask("DELETE", f"/settled/{row['key']}")).status_code == 204
    assert (await trainer.ask("PUT", "/settled/0123456789abcdef")).status_code == 404


async def test_an_edit_against_the_article_it_cites_is_shown_with_the_article(
    trainer: Trainer,
) -> None:
    wrong = form(answer="业主不续约，应当提前三十天书面通知物业。", citations=["民法典第946条"])
    checked = await trainer.ask("POST", "/contradictions/service/new-0", json=wrong)
    clash = next(one for one in checked.json() if one["kind"] == "figure_law")
    assert clash["other"]["ref"] == "民法典:946"
    assert "六十日" in clash["other"]["words"]
    assert clash["other"]["words"] in clash["other"]["text"]


async def test_the_citations_of_any_text_are_checked(trainer: Trainer) -> None:
    text = "根据《民法典》第944条，物业可以停水停电催交物业费。"
    (found,) = (await trainer.ask("POST", "/citations", json={"text": text})).json()
    assert (found["ref"], found["state"]) == ("民法典:944", "valid")
    assert (found["bearing"], found["wrong"]) == ("contradicted", True)
    assert text[found["start"] : found["end"]] == "《民法典》第944条"
