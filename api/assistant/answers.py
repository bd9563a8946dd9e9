"""From search results to words: an approved entry with its sources, or no answer.

Nothing is composed: the text is the entry's, with the estate's own facts filled in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from api.assistant import thread
from api.conversations.schemas import Reply
from knowledge_base.citations import check_citations
from knowledge_base.service import KnowledgeBase
from knowledge_base.types import Citation, Confidence, Entry, Hit, HitKind, SearchResult

HUMAN_BUTTON = {"title": "转人工", "text": "转人工"}
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

CONFIRM_OPENING = "您是不是想问「{title}」？\n\n"
UNKNOWN_FACT = "这项信息咱们小区还没有登记，我不能乱说。需要的话我帮您转人工问清楚。"
SAME_LINES = "刚才那条里说到这个的是：\n\n{lines}\n\n别的没有单独说，拿不准可以转人工问清楚。"
SAME_AGAIN = (
    "我能找到的还是刚才那条，里面没有单独说{change}，是不是一样我不敢打包票，可以转人工问清楚。"
)
UNANSWERED = "您还问到「{question}」，这个我手头没有可靠的依据，不敢乱说，可以转人工问清楚。"
# What may stand beside 民法典944条 when nothing but its text is wanted, and how much of the rest.
_BESIDE_A_CITATION = re.compile(
    r"(?:我?(?:想|要)?(?:看|查|问)(?:一下|下|看)?|请|把|给我|帮我|发|念|原文|全文|内容|条文|是什么|是啥|怎么说的?"
    r"|说了?(?:什么|啥)|规定了?(?:什么|啥)|什么|写的?|具体|那条|的|呢|吗|[？?，,。\s])"
)
_ASKS_FOR_TEXT = 2
ASK_BACK = "这个问题我拿不太准，怕答错耽误您。您想问的是下面哪一个？都不是的话可以转人工。"
DECLINE = (
    "这个问题我手头没有可靠的依据，不敢随便回答您。换个说法再问我一次，或者转人工让同事帮您看看。"
)


def answer(
    result: SearchResult,
    facts: Mapping[str, str],
    knowledge: KnowledgeBase,
    *,
    skip: frozenset[str] = frozenset(),
    known: frozenset[str] = frozenset(),
    change: str = "",
) -> Reply:
    """The reply that the result's confidence allows.

    `skip` holds entries already refused; `known` those given just before, to which a
    follow-up may lead back: then only lines about the `change` are shown, and nothing is claimed.
    """
    entries = [hit for hit in result.hits if hit.kind is HitKind.ENTRY and hit.id not in skip]
    if not entries or result.confidence is Confidence.NONE:
        return _declined()
    if result.confidence is Confidence.ASK or skip:
        return _ask_back(entries[:3])
    if entries[0].id in known:
        return _same_again(entries[0], facts, knowledge, change)
    return _approved(entries[0], result.confidence, facts, knowledge)


def from_entry(entry: Entry, facts: Mapping[str, str], knowledge: KnowledgeBase) -> Reply:
    return _approved(Hit(HitKind.ENTRY, 1.0, entry), Confidence.ANSWER, facts, knowledge)


def named_provisions(knowledge: KnowledgeBase, text: str) -> Reply | None:
    """The articles that a resident asks for by number; None when the words are about more."""
    found = check_citations(text, knowledge.statutes)
    rest = text
    for one in found:
        rest = rest.replace(one.text, "")
    refs = [f"{one.law}:{one.article}" for one in found if one.law and one.article]
    if not refs or len(_BESIDE_A_CITATION.sub("", rest)) > _ASKS_FOR_TEXT:
        return None
    reply = provision_reply(knowledge, refs)
    return reply if reply.payload.get("citations") else None


def provision_reply(knowledge: KnowledgeBase, refs: list[str]) -> Reply:
    """The text of the articles behind the last answer."""
    found = [_provision_text(knowledge, ref) for ref in refs[:2]]
    texts = [text for text in found if text]
    if not texts:
        return Reply("刚才的回答没有引用法条。您想看哪一条，可以直接说，比如「民法典944条」。")
    citations = [item for ref in refs[:2] for item in citation_out(knowledge, _parse(ref))]
    return Reply("\n\n".join(texts), payload={"citations": citations})


def citation_out(knowledge: KnowledgeBase, citation: Citation) -> list[dict[str, Any]]:
    """How a citation leaves the api; empty when the article is not known after all."""
    provision = knowledge.provision(citation.law, citation.article)
    if provision is None:
        return []
    return [
        {
            "law": provision.law,
            "article": provision.article,
            "label": provision.label,
            "ref": str(citation),
        }
    ]


def fill(text: str, facts: Mapping[str, str]) -> tuple[str, bool]:
    """The text with facts in place, without lines whose fact is unknown; and if any was."""
    lines, missing = [], False
    for line in text.split("\n"):
        keys = PLACEHOLDER.findall(line)
        if any(not facts.get(key) for key in keys):
            missing = True
            continue
        lines.append(PLACEHOLDER.sub(lambda match: facts[match.group(1)], line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), missing


def _approved(
    hit: Hit, confidence: Confidence, facts: Mapping[str, str], knowledge: KnowledgeBase
) -> Reply:
    entry = hit.entry
    assert entry is not None
    text, missing = fill(entry.answer, facts)
    if missing:
        text = f"{text}\n\n{UNKNOWN_FACT}".strip()
    opening = CONFIRM_OPENING.format(title=entry.title) if confidence is Confidence.CONFIRM else ""
    payload: dict[str, Any] = {
        "entry": entry.id,
        "confidence": confidence.value,
        "probability": round(hit.probability, 3),
        "citations": [
            item for citation in entry.citations for item in citation_out(knowledge, citation)
        ],
        "missing_fact": missing,
    }
    if missing or confidence is Confidence.CONFIRM:
        payload["buttons"] = [HUMAN_BUTTON]
    return Reply(opening + text, payload=payload)


def unanswered(question: str) -> Reply:
    """For the one of several questions that nothing is known about."""
    payload = {"buttons": [HUMAN_BUTTON], "citations": []}
    return Reply(UNANSWERED.format(question=question), payload=payload)


def _same_again(hit: Hit, facts: Mapping[str, str], knowledge: KnowledgeBase, change: str) -> Reply:
    reply = _approved(hit, Confidence.ANSWER, facts, knowledge)
    payload = {
        **reply.payload,
        "confidence": Confidence.CONFIRM.value,
        "buttons": [HUMAN_BUTTON],
    }
    words = thread.words_for(change)
    lines = [line for line in reply.text.split("\n") if any(word in line for word in words)]
    if lines:
        return Reply(SAME_LINES.format(lines="\n".join(lines)), payload=payload)
    about = f"「{change}」" if change else "这一点"
    return Reply(SAME_AGAIN.format(change=about), payload=payload)


def _ask_back(hits: list[Hit]) -> Reply:
    titles = [hit.entry.title for hit in hits if hit.entry is not None]
    buttons = [{"title": title, "text": title} for title in titles] + [HUMAN_BUTTON]
    payload = {"buttons": buttons, "confidence": Confidence.ASK.value, "citations": []}
    return Reply(ASK_BACK, payload=payload)


def _declined() -> Reply:
    payload = {"buttons": [HUMAN_BUTTON], "confidence": Confidence.NONE.value, "citations": []}
    return Reply(DECLINE, payload=payload)


def _parse(ref: str) -> Citation:
    law, _, article = ref.rpartition(":")
    return Citation(law, int(article))


def _provision_text(knowledge: KnowledgeBase, ref: str) -> str:
    citation = _parse(ref)
    provision = knowledge.provision(citation.law, citation.article)
    if provision is None:
        return ""
    body = provision.text or "（原文尚未收录，请以官方公布的文本为准。）"
    return f"《{provision.law}》{provision.label}\n{body}"
