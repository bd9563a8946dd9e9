"""What residents read when people take, pass on and give back their conversation."""

from __future__ import annotations

TAKEN = "客服{name}已接入，为您服务。"
TO_COLLEAGUE = "为您转给同事{name}，前面说过的情况{name}都能看到，不用重复。"
TO_GROUP = "为您转给{name}的同事，前面说过的情况不用重复，请稍等。"
TAKEN_OVER = "同事{name}来接着为您服务，前面说过的情况不用重复。"
