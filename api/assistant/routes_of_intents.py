"""Which route an intent belongs to: the public names of what was understood."""

from __future__ import annotations

EMERGENCY_PREFIX = "emergency_"

ROUTES = {
    "repair": "repair",
    "complaint": "complaint",
    "human": "human",
    "progress": "progress",
    "knowledge": "knowledge",
    "follow_up": "knowledge",
    "show_source": "knowledge",
    "not_meant": "knowledge",
    "out_of_scope": "out_of_scope",
    "abuse": "abuse",
    "nlu_fallback": "knowledge",
}
FORM_ROUTES = {"repair_form": "repair", "complaint_form": "complaint"}
CHITCHAT = "chitchat"


def route_of(intent: str, form: str | None = None) -> str:
    """`form` is the open form: a bare address inside it belongs to the form's route."""
    if intent.startswith(EMERGENCY_PREFIX):
        return "emergency"
    if intent in ROUTES:
        return ROUTES[intent]
    return FORM_ROUTES.get(form or "", CHITCHAT)


def emergency_kind(intent: str) -> str:
    """`lift` for `emergency_lift`; empty for anything else."""
    return intent.removeprefix(EMERGENCY_PREFIX) if intent.startswith(EMERGENCY_PREFIX) else ""
