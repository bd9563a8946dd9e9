"""The fourteen codes: the one table behind the detectors, the desk and the figures."""

from __future__ import annotations

from dataclasses import dataclass

from coach.types import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of flag; ``basis`` is an article (民法典:944) or a dimension of the skill model."""

    code: str
    name: str  # what the agent reads
    severity: Severity
    basis: str
    missing: bool = False  # the flag is about what the draft lacks: no span


_TABLE = (
    Code("impatient", "不耐烦", Severity.WARN, "服务技能·情绪管理"),
    Code("blaming", "指责业主", Severity.WARN, "服务技能·沟通"),
    Code("dismissive", "敷衍冷漠", Severity.WARN, "服务技能·响应"),
    Code("buck_passing", "推诿", Severity.WARN, "服务技能·首问负责"),
    Code("condescending", "说教讽刺", Severity.WARN, "职业素养·尊重"),
    Code("threatening", "威胁施压", Severity.BLOCK, "职业素养·守法"),
    Code("abusive", "辱骂", Severity.BLOCK, "民法典:1024"),
    Code("unlawful_collection", "违法催费", Severity.BLOCK, "民法典:944"),
    Code("overpromise", "过度承诺", Severity.WARN, "服务技能·可靠"),
    Code("privacy_leak", "泄露他人信息", Severity.BLOCK, "民法典:1034"),
    Code("wrong_citation", "法条引用有误", Severity.BLOCK, "专业知识·法规"),
    Code("rights_misstated", "错误陈述权利", Severity.BLOCK, "专业知识·法规"),
    Code("no_empathy", "缺少共情", Severity.INFO, "服务技能·共情", missing=True),
    Code("no_next_step", "缺少下一步", Severity.INFO, "服务技能·响应", missing=True),
)

CODES: dict[str, Code] = {row.code: row for row in _TABLE}
BLOCKING = frozenset(row.code for row in _TABLE if row.severity is Severity.BLOCK)
QUIET = frozenset(row.code for row in _TABLE if row.severity is Severity.INFO)
