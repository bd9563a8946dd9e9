"""Evidence and the trained model in, flags out."""

from __future__ import annotations

from collections.abc import Iterator

from coach.classifier.evidence import Evidence
from coach.classifier.model import ToneModel
from coach.classifier.thresholds import Thresholds
from coach.flags import citing, missing
from coach.flags.borders import never, settle
from coach.flags.codes import CODES
from coach.flags.finding import Finding, to_flag
from coach.flags.wording import reason_for, rewrite_for
from coach.types import Flag


def decide(evidence: Evidence, model: ToneModel, thresholds: Thresholds) -> tuple[Flag, ...]:
    """What the agent is told about a draft."""
    raised = list(_raised(evidence, model, thresholds))
    return tuple(to_flag(finding) for finding in settle(raised, evidence.draft))


def _raised(evidence: Evidence, model: ToneModel, thresholds: Thresholds) -> Iterator[Finding]:
    probabilities = model.of(evidence)
    for code in CODES:
        met = [finding for finding in evidence.findings if finding.code == code]
        ruled = any(finding.certain for finding in met)
        doubtful = bool(evidence.cited) and not evidence.signs.carried
        if not ruled and never(code, evidence.draft, doubtful):
            continue
        threshold = thresholds[code]
        if any(finding.always for finding in met):
            yield _finding(code, evidence, model, met, 1.0)
        elif probabilities[code] >= (threshold.with_rule if ruled else threshold.alone):
            yield _finding(code, evidence, model, met, probabilities[code])


def _finding(
    code: str, evidence: Evidence, model: ToneModel, met: list[Finding], probability: float
) -> Finding:
    """The rule's words where a rule met the draft; else a reason from the sentence that weighs."""
    draft = evidence.draft
    if met:
        return max(met, key=lambda finding: (finding.always, finding.certain))
    if code == "no_empathy":
        return missing.no_empathy(draft, probability)
    if code == "no_next_step":
        return missing.no_next_step(draft, evidence.reading, probability)
    if code == "wrong_citation":
        return citing.doubt(draft, evidence.cited, probability)
    span = model.span(evidence, code)
    reason = reason_for(code, draft.text[slice(*span)])
    return Finding(code, span, reason, rewrite_for(code, draft), confidence=probability)
