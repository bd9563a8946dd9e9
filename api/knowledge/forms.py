"""Between what people type and entries: citations in any spelling, findings in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from api.errors import LinliError
from api.knowledge.editors import Editor
from api.knowledge.schemas import (
    CheckOut,
    CitationOut,
    CitedOut,
    EntryIn,
    EntryOut,
    EntryRow,
    FindingOut,
    State,
)
from knowledge_base.bearing import CheckedCitation
from knowledge_base.categories import category_name
from knowledge_base.check import Finding, FindingSeverity, check_entry
from knowledge_base.citations import check_citations
from knowledge_base.entries import parse_citation, placeholders, render_entry
from knowledge_base.files import digest
from knowledge_base.numerals import article_label
from knowledge_base.service import KnowledgeBase
from knowledge_base.statutes import Statutes
from knowledge_base.types import Citation, Entry, LawStatus

_STATUS = {
    LawStatus.REPEALED: "已废止，不能作依据",
    LawStatus.SUPERSEDED: "是旧版本，不能作依据",
    LawStatus.NOT_YET: "尚未施行",
}
NO_TEXT = "原文尚未收录，请以官方公布的文本为准。"


class EntryInvalidError(LinliError):
    status, code = 400, "entry_invalid"


def cite(written: str, statutes: Statutes) -> CitationOut:
    """What a typed citation points to: 民法典:944, 《民法典》第944条 or 民法典第九百四十四条."""
    citation = _parse(written, statutes)
    if citation is None:
        return _unclear(written, "看不出是哪部法的第几条，请写成“民法典第944条”")
    law = statutes.law(citation.law)
    if law is None:
        return _unclear(written, f"《{citation.law}》不在法规目录里，请先导入这部法规")
    found = statutes.provision(citation.law, citation.article)
    name = f"《{law.name}》{article_label(citation.article)}"
    if found is None:
        return _unclear(written, f"《{law.name}》共{law.articles}条，没有第{citation.article}条")
    words = _STATUS.get(law.status, "")
    return CitationOut(
        written=written,
        ref=f"{law.name}:{citation.article}",
        name=name,
        text=found.text or NO_TEXT,
        ok=not words,
        detail=f"《{law.name}》{words}" if words else "现行有效",
    )


def _parse(written: str, statutes: Statutes) -> Citation | None:
    try:
        return parse_citation(written)
    except ValueError:
        found = check_citations(written, statutes)
    if not found or found[0].article is None or not found[0].law:
        return None
    return Citation(found[0].law, found[0].article)


def _unclear(written: str, detail: str) -> CitationOut:
    return CitationOut(written=written, ref="", name=written, text="", ok=False, detail=detail)


def cited_out(one: CheckedCitation) -> CitedOut:
    found, article = one.finding, one.finding.article
    return CitedOut(
        start=found.span[0],
        end=found.span[1],
        written=found.text,
        ref=f"{found.law}:{article}" if found.law and article else "",
        state=found.state.value,
        detail=found.detail,
        bearing=one.bearing.state.value,
        claim=one.bearing.claim,
        bearing_detail=one.bearing.detail,
        wrong=one.wrong,
        unchecked=list(one.unchecked),
    )


def entry_of(entry_id: str, form: EntryIn, statutes: Statutes) -> Entry:
    """The entry in a form; citations that point nowhere are left to `check_form`."""
    cited = (cite(one, statutes) for one in form.citations)
    return Entry(
        id=entry_id,
        title=form.title,
        category=form.category,
        scope=form.scope,
        questions=tuple(dict.fromkeys(form.questions)),
        answer=form.answer.replace("\r\n", "\n"),
        citations=tuple(parse_citation(one.ref) for one in cited if one.ref),
        owner=form.owner,
        valid_from=form.valid_from,
        valid_to=form.valid_to,
        review_on=form.review_on,
        facts=placeholders(form.answer),
    )


def check_form(entry_id: str, form: EntryIn, knowledge: KnowledgeBase) -> CheckOut:
    """Everything that is wrong with a form, and each citation looked up."""
    statutes = knowledge.statutes
    cited = [cite(one, statutes) for one in form.citations]
    entry = entry_of(entry_id, form, statutes)
    found = findings_out(check_entry(entry, knowledge.entries(), statutes))
    known = {one.detail for one in found}
    wrong = [one.detail for one in cited if not one.ok and one.detail not in known]
    found += [FindingOut(severity="error", code="citation", detail=detail) for detail in wrong]
    return CheckOut(findings=sorted(found, key=lambda one: one.severity), citations=cited)


def accepted(entry_id: str, form: EntryIn, knowledge: KnowledgeBase) -> Entry:
    """The entry in a form, if nothing is wrong with it; raises `EntryInvalidError`."""
    found = check_form(entry_id, form, knowledge).findings
    wrong = [one.detail for one in found if one.severity == "error"]
    if wrong:
        raise EntryInvalidError("还不能保存：" + "；".join(wrong))
    return entry_of(entry_id, form, knowledge.statutes)


def findings_out(found: Iterable[Finding]) -> list[FindingOut]:
    return [
        FindingOut(severity=one.severity.value, code=one.code, detail=one.detail) for one in found
    ]


def version_of(entry: Entry) -> str:
    return digest([render_entry(entry)])[:16]


def row_of(entry: Entry, found: Sequence[Finding], editor: Editor) -> EntryRow:
    return EntryRow(
        id=entry.id,
        title=entry.title,
        category=entry.category,
        category_name=category_name(entry.category),
        scope=entry.scope,
        scope_name=editor.name(entry.scope),
        questions=len(entry.questions),
        owner=entry.owner,
        review_on=entry.review_on,
        valid_to=entry.valid_to,
        state=_state(entry, found),
        findings=findings_out(found),
    )


def entry_out(
    entry: Entry, found: Sequence[Finding], editor: Editor, statutes: Statutes
) -> EntryOut:
    return EntryOut(
        **row_of(entry, found, editor).model_dump(),
        asked=list(entry.questions),
        answer=entry.answer,
        citations=[cite(str(one), statutes) for one in entry.citations],
        valid_from=entry.valid_from,
        version=version_of(entry),
    )


def _state(entry: Entry, found: Sequence[Finding]) -> State:
    today = date.today()
    if entry.valid_to and entry.valid_to < today:
        return "expired"
    if entry.valid_from > today:
        return "waiting"
    due = any(one.due or one.severity is FindingSeverity.ERROR for one in found)
    return "due" if due else "live"
