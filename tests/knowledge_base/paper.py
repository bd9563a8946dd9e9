"""Real Word, PDF and Excel files with words of our own, made when a test wants them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

import openpyxl

LAW = (
    "云城市花木养护条例",
    "（2019年5月6日云城市第三届人民代表大会常务委员会第二次会议通过"
    "　2023年8月1日云城市第四届人民代表大会常务委员会第九次会议修正）",
    "目　　录",
    "第一章　总　则",
    "第二章　养　护",
    "第一章　总　则",
    "第一条　为了让住宅小区里的花木好好长大，让大家有一个看得见绿色、听得见鸟叫的地方，"
    "根据本市的实际情况，制定本条例。",
    "第二条　住户可以给公共花木浇水，并按照下列时间进行：",
    "（一）春天和秋天，在上午九点以前或者下午四点以后；",
    "（二）夏天，在清早或者傍晚，避开中午的太阳，免得烫伤根和叶子，也省下蒸发掉的水。",
    "第二章　养　护",
    "第三条　物业服务人每年修剪花木不少于两次，并提前三日在公告栏和业主群里告知；"
    "第二条规定的浇水不受影响。",
    "第四条　本条例自2019年7月1日起施行。",
)

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(paragraphs: Iterable[str], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word file; each paragraph in two runs, the way an edited one is stored."""
    body = "".join(_paragraph(text) for text in paragraphs)
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in table
    )
    body += f"<w:tbl>{rows}</w:tbl>" if rows else ""
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("[Content_Types].xml", _TYPES)
        file.writestr("_rels/.rels", _RELATIONS)
        file.writestr("word/document.xml", document)
    return buffer.getvalue()


def _paragraph(text: str) -> str:
    runs = (text[:3], text[3:])
    said = "".join(
        f'<w:r><w:t xml:space="preserve">{escape(run)}</w:t></w:r>' for run in runs if run
    )
    return f"<w:p>{said}</w:p>"


def xlsx(rows: Iterable[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


SIZE, WIDTH, LEFT = 12, 34, 90  # points, characters a line, points


def printed(paragraphs: Iterable[str]) -> list[tuple[int, str]]:
    """Lines as an office prints them, (left in points, text): two characters set in."""
    lines: list[tuple[int, str]] = []
    for number, paragraph in enumerate(paragraphs):
        if number == 0 or paragraph.startswith(("目", "第一章", "第二章")):
            left = LEFT + (WIDTH - len(paragraph)) * SIZE // 2
            lines.append((left, paragraph))
            continue
        lines.append((LEFT + 2 * SIZE, paragraph[: WIDTH - 2]))
        rest = paragraph[WIDTH - 2 :]
        lines += [(LEFT, rest[at : at + WIDTH]) for at in range(0, len(rest), WIDTH)]
    return lines


def pdf(pages: Sequence[Sequence[tuple[int, str]]]) -> bytes:
    """A PDF with text in a Chinese font that every reader brings along."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        "/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        "<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/FontDescriptor"
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -120 1000 880]"
        "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>>>",
    ]
    for number, lines in enumerate(pages):
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {6 + 2 * number} 0 R>>"
        )
        drawn = "".join(
            f"BT /F {SIZE} Tf {left} {760 - 20 * row} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"
            for row, (left, text) in enumerate(lines)
        )
        objects.append(f"<</Length {len(drawn)}>>stream\n{drawn}endstream")
    return _file(objects)


def scan() -> bytes:
    """A PDF whose page is a picture: a grey square, no letters."""
    drawn = "0.8 g 90 300 400 400 re f"
    return _file(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        ]
    )


def _file(objects: Sequence[str]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    size = len(objects) + 1
    return out + f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
