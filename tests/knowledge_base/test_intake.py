"""Files become laws and drafts: seen before, done once, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from knowledge_base.documents.asking import MOST, bare_question, proposals
from knowledge_base.documents.document import DocumentError
from knowledge_base.documents.journal import Journal
from knowledge_base.documents.plan import File, Plan, Target, plan_import
from knowledge_base.drafts import Draft, Drafts, DraftState
from knowledge_base.importer import Change
from knowledge_base.regions import holds_in
from knowledge_base.statutes import Statutes
from tests.knowledge_base.paper import LAW, docx, xlsx

NAME = "云城市花木养护条例"
FAQ = [
    ["序号", "常见问题", "标准答案", "相似问法", "类别", "法律依据"],
    [1, "1. 请问装修押金什么时候退？", "验收后七天内退。", "押金几时退\n退押金", "装修", ""],
    [2, "欠费能停水吗", "不能。", "", "收费", "《民法典》第九百四十四条"],
    [3, "没人回答", "", "", "", ""],
]


def law(changed: tuple[str, str] = ("", "")) -> File:
    return File("law.docx", docx(line.replace(*changed) for line in LAW))


def faq() -> File:
    return File("faq.xlsx", xlsx(FAQ))


def drafts_of(*files: File, home: Path, scope: str = "national") -> tuple[Draft, ...]:
    return tuple(item.draft for item in plan_import(files, home, Target(scope)).drafts)


def test_a_law_is_previewed_imported_once_and_taken_back(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    (report,) = plan_import([law()], tmp_path).laws
    assert (report.change, report.added) == (Change.NEW, (1, 2, 3, 4))
    assert Statutes.open(tmp_path).law(NAME) is None  # a preview writes nothing
    done = journal.apply(plan_import([law()], tmp_path))
    assert done is not None
    found = Statutes.open(tmp_path).provision(NAME, 3)
    assert found is not None
    assert (found.region, found.text[:5]) == ("云城", "物业服务人")
    again = plan_import([law()], tmp_path)
    assert (again.changes, again.laws[0].change) == (0, Change.UNCHANGED)
    assert journal.apply(again) is None
    assert journal.undo(done.id).restored == (NAME,)
    assert Statutes.open(tmp_path).law(NAME) is None
    assert [one.undone for one in journal.history()] == [True]
    with pytest.raises(DocumentError, match="已经撤销"):
        journal.undo(done.id)


def test_undoing_a_new_version_brings_the_old_one_back(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.apply(plan_import([law()], tmp_path))
    newer = plan_import([law(("两次", "三次"))], tmp_path)
    assert newer.laws[0].changed == (3,)
    second = journal.apply(newer)
    assert second is not None
    assert "三次" in text_of(tmp_path)
    journal.undo(second.id)
    assert "两次" in text_of(tmp_path)


def text_of(home: Path) -> str:
    found = Statutes.open(home).provision(NAME, 3)
    assert found is not None
    return found.text


def test_undo_leaves_what_somebody_changed_since(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    first = journal.apply(plan_import([law()], tmp_path))
    journal.apply(plan_import([law(("两次", "三次"))], tmp_path))
    assert first is not None
    assert journal.undo(first.id).kept == (NAME,)
    assert "三次" in text_of(tmp_path)


def test_a_law_is_removed_and_the_removal_taken_back(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.apply(plan_import([law()], tmp_path))
    removed = journal.remove_law(f"《{NAME}》")
    assert Statutes.open(tmp_path).law(NAME) is None
    journal.undo(removed.id)
    assert Statutes.open(tmp_path).law(NAME) is not None
    with pytest.raises(DocumentError, match="没有导入过"):
        journal.remove_law("民法典")


def test_one_bad_file_writes_none_and_every_bad_file_is_named(tmp_path: Path) -> None:
    gap = File("gap.docx", docx(line for line in LAW if not line.startswith("第三条")))
    plan = plan_import([law(), gap, File("x.doc", b"x"), law()], tmp_path)
    assert len(plan.problems) == 3
    assert ["第3条缺失" in plan.problems[0], "同一部法规" in plan.problems[2]] == [True, True]
    with pytest.raises(DocumentError):
        Journal(tmp_path).apply(plan)
    assert not (tmp_path / "kb").exists()


@pytest.mark.parametrize("name", ["../../secret", "20990101-000000-000000", ""])
def test_only_imports_can_be_undone(tmp_path: Path, name: str) -> None:
    with pytest.raises(DocumentError, match="没有找到"):
        Journal(tmp_path).undo(name)


def test_a_faq_table_becomes_drafts(tmp_path: Path) -> None:
    plan = plan_import([faq()], tmp_path, Target("estate:yunqi"))
    deposit, water = (item.draft for item in plan.drafts)
    assert plan.skipped == ("faq.xlsx：第4行没有答案，已跳过",)
    assert deposit.entry.questions == ("装修押金什么时候退", "押金几时退", "退押金")
    assert deposit.entry.answer == "验收后七天内退。"
    assert (deposit.entry.category, deposit.entry.scope) == ("decoration", "estate:yunqi")
    assert deposit.entry.review_on == date.today() + timedelta(days=365)
    assert "装修押金啥时候退" in deposit.proposals
    assert not any("装维修" in way for way in deposit.proposals)
    assert [str(one) for one in water.entry.citations] == ["民法典:944"]


def test_importing_again_brings_nothing_up_that_was_decided(tmp_path: Path) -> None:
    Journal(tmp_path).apply(plan_import([faq()], tmp_path))
    drafts = Drafts(tmp_path)
    first, second = drafts.waiting()
    edited = replace(first.entry, title="改过的标题")
    drafts.put(replace(first, entry=edited, state=DraftState.APPROVED))
    drafts.put(replace(second, state=DraftState.REJECTED))
    assert drafts.waiting() == ()
    assert plan_import([faq()], tmp_path).changes == 0
    answer = [*FAQ[:2], [2, "欠费能停水吗", "任何时候都不能。", "", "收费", ""]]
    plan = plan_import([File("faq.xlsx", xlsx(answer))], tmp_path)
    assert [item.change for item in plan.drafts] == [Change.UNCHANGED, Change.UPDATED]


def test_one_question_of_two_estates_are_two_drafts(tmp_path: Path) -> None:
    ids = {drafts_of(faq(), home=tmp_path, scope=f"estate:{one}")[0].entry.id for one in "ab"}
    assert len(ids) == 2


NOTICE = (
    "关于3号楼停水的通知",
    "各位住户：",
    "因更换水泵，自2099年3月2日起停水，至2099年3月5日止，请提前储水。",
    "云栖花园物业服务中心",
)


def test_a_notice_is_one_draft_with_its_days(tmp_path: Path) -> None:
    (draft,) = drafts_of(File("notice.docx", docx(NOTICE)), home=tmp_path)
    entry = draft.entry
    assert (entry.title, entry.category) == ("关于3号楼停水的通知", "water_power")
    assert (entry.valid_from, entry.valid_to) == (date(2099, 3, 2), date(2099, 3, 5))
    assert entry.answer == "\n".join(NOTICE[1:])
    assert "3号楼停水" in draft.proposals
    assert "3号楼没水" in draft.proposals


def test_sections_and_pairs_are_drafts_of_their_own(tmp_path: Path) -> None:
    guide = (
        "装修管理须知\n一、办理手续\n请带身份证到服务中心登记。\n"
        "二、施工时间\n周日不能施工，请互相体谅。"
    )
    pairs = "问答\n问：快递放哪里？\n答：南门驿站。\n也可以放门口。\nQ: 几点关门？\nA: 九点。"
    assert [one.entry.title for one in drafts_of(File("g.txt", guide.encode()), home=tmp_path)] == [
        "装修管理须知：办理手续",
        "装修管理须知：施工时间",
    ]
    first, second = drafts_of(File("q.txt", pairs.encode()), home=tmp_path)
    assert (first.entry.title, first.entry.answer) == (
        "快递放哪里",
        "南门驿站。\n也可以放门口。",
    )
    assert second.entry.answer == "九点。"


def test_a_table_without_answers_says_what_is_missing(tmp_path: Path) -> None:
    plan: Plan = plan_import([File("a.csv", "姓名,电话\n张三,1\n".encode())], tmp_path)
    assert "“问题”和“答案”" in plan.problems[0]


@pytest.mark.parametrize("title", ["物业费怎么交？", "关于停电的通知", "怎么办理停车月卡", "嗯"])
def test_proposals_are_other_words_for_the_same(title: str) -> None:
    found = proposals(title)
    assert 3 <= len(found) <= MOST
    assert title not in found
    assert len(set(found)) == len(found)


def test_a_bare_question_has_no_number_and_no_greeting() -> None:
    assert bare_question("（3）、您好，物业费怎么交？") == "物业费怎么交"
    assert bare_question("3. 请问几点开门?") == "几点开门"


def test_a_broken_draft_hides_no_other(tmp_path: Path) -> None:
    Journal(tmp_path).apply(plan_import([faq()], tmp_path))
    drafts = Drafts(tmp_path)
    drafts.path("fees/broken").write_text("{", "utf-8")
    assert len(drafts.waiting()) == 2
    assert drafts.get("fees/broken") is None


def test_a_province_holds_in_its_cities() -> None:
    assert holds_in("浙江", "杭州")
    assert holds_in("杭州", "杭州市")
    assert not holds_in("浙江", "郑州")
    assert not holds_in("海南", "杭州")
