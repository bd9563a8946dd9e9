"""Every kind of file is read into the same words; the files are real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.documents.document import Document, DocumentError
from knowledge_base.documents.reading import read_document
from knowledge_base.importer import is_law, law_of
from tests.browser import chromium
from tests.knowledge_base.paper import LAW, docx, pdf, printed, scan, xlsx

PAGE = """<html><head><meta charset="gb2312"><title>法规库</title></head><body>
<header><h1>{title}</h1></header><nav>首页 &gt; 法规</nav>
<div class="main"><div>{paragraphs}</div></div><footer>版权所有 页脚第九条</footer></body></html>"""
STYLE = "<style>p{text-indent:2em;line-height:1.6;margin:0;font:16px 'Noto Sans CJK SC'}</style>"


def page(lines: tuple[str, ...] = LAW) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in lines[1:])
    return PAGE.format(title=lines[0], paragraphs=paragraphs)


def two_pages() -> bytes:
    lines = printed(LAW)
    head = (60, "云城市人民代表大会常务委员会公报")
    return pdf(
        [[head, *part, (290, f"- {number} -")] for number, part in enumerate(_thirds(lines), 1)]
    )


def _thirds(lines: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    size = len(lines) // 3 + 1
    return [lines[at : at + size] for at in range(0, len(lines), size)]


@pytest.fixture(scope="module")
def expected() -> list[tuple[int, str]]:
    return articles(Document("law.md", LAW))


def articles(document: Document) -> list[tuple[int, str]]:
    return [(item.number, item.text) for item in law_of(document).articles]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("law.docx", docx(LAW)),
        ("law.pdf", two_pages()),
        ("law.html", page().encode("gb2312")),
        ("law.md", "\n\n".join(LAW).encode()),
        ("law.txt", "\r\n".join(LAW).encode("gb18030")),
    ],
)
def test_a_law_is_the_same_from_any_file(
    name: str, content: bytes, expected: list[tuple[int, str]]
) -> None:
    document = read_document(name, content)
    assert is_law(document)
    assert articles(document) == expected
    law = law_of(document)
    assert law.full_name == "云城市花木养护条例"
    assert (law.region, str(law.effective_date)) == ("云城", "2019-07-01")
    assert str(law.amended_on) == "2023-08-01"
    assert [item.chapter for item in law.articles][1:3] == ["第一章 总 则", "第二章 养 护"]


@pytest.mark.browser
def test_a_page_printed_by_a_browser_is_read(expected: list[tuple[int, str]]) -> None:
    with chromium() as browser:
        sheet = browser.new_page()
        sheet.set_content(STYLE + "".join(f"<p>{line}</p>" for line in LAW))
        content = sheet.pdf(format="A5")
    assert articles(read_document("law.pdf", content)) == expected


def test_a_scanned_pdf_says_what_to_do() -> None:
    with pytest.raises(DocumentError, match=r"扫描的图片.*文字识别"):
        read_document("notice.pdf", scan())


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("old.doc", b"x", "另存为 docx"),
        ("old.xls", b"x", "另存为 xlsx"),
        ("photo.JPG", b"x", "图片"),
        ("film.mp4", b"x", "不支持"),
        ("broken.docx", b"PK\x03\x04 no", "无法打开"),
        ("broken.xlsx", b"no book", "无法打开"),
        ("broken.pdf", b"%PDF-1.4 no", "无法打开"),
        ("empty.txt", b" \n", "空的"),
        ("nothing.html", b"<html><script>1</script></html>", "没有读到文字"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(name: str, content: bytes, words: str) -> None:
    with pytest.raises(DocumentError, match=words) as error:
        read_document(name, content)
    assert str(error.value).startswith(f"{name}：")


def test_tables_keep_rows_cells_and_lines_in_cells() -> None:
    rows = [["问题", "答案"], ["几点开门", "八点\n周日九点"], ["几号楼", 3.0]]
    (sheet,) = read_document("faq.xlsx", xlsx(rows)).tables
    assert sheet == (("问题", "答案"), ("几点开门", "八点\n周日九点"), ("几号楼", "3"))
    text = '问题,答案\n几点开门,"八点\n周日九点"\n'.encode("gb18030")
    assert read_document("faq.csv", text).tables == ((sheet[0], sheet[1]),)
    word = read_document("faq.docx", docx(["常见问题"], [["问题", "答案"], ["几点", "八点"]]))
    assert word.lines == ("常见问题",)
    assert word.tables == ((("问题", "答案"), ("几点", "八点")),)
    marks = read_document("faq.md", "# 常见\n\n|问题|答案|\n|--|--|\n|几点|八点|\n".encode())
    assert marks.tables == ((("问题", "答案"), ("几点", "八点")),)


def test_rules_of_an_estate_are_no_law() -> None:
    own = ("云栖花园管理规约", *LAW[3:])
    assert not is_law(Document("rules.docx", own))


def test_a_reference_at_the_start_of_a_printed_line_begins_no_article(tmp_path: Path) -> None:
    """The third article is printed so that 第二条规定的 comes first in its second line."""
    lines = [line for line in printed(LAW) if "第二条规定" not in line[1]]
    place = next(n for n, (_, text) in enumerate(lines) if text.startswith("第三条"))
    lines[place] = (lines[place][0], lines[place][1][:32])
    lines.insert(place + 1, (90, "第二条规定的浇水不受影响。"))
    found = law_of(read_document("law.pdf", pdf([lines])))
    assert [item.number for item in found.articles] == [1, 2, 3, 4]
