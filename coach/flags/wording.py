"""Reasons and better wordings where no rule brought its own: by code and by topic."""

from __future__ import annotations

from coach.conversation import topic_of
from coach.flags.draft import Draft

_QUOTE_LENGTH = 18
_REASONS = {
    "impatient": "“{quote}”透着不耐烦，住户会觉得自己在添乱。",
    "blaming": "“{quote}”在怪住户，先解决问题，原因可以平和地说明。",
    "dismissive": "“{quote}”听起来像在打发人，住户没有得到任何帮助。",
    "buck_passing": "“{quote}”把住户推给别人，没有联系方式，也没有人跟进。",
    "condescending": "“{quote}”像在教训或挖苦住户，换成平等的说明。",
    "threatening": "“{quote}”会让住户觉得被威胁，请只说依法可以走的途径。",
    "abusive": "“{quote}”是在辱骂住户，不能发出去。",
    "unlawful_collection": "“{quote}”把水电气热或出入便利和交费绑在一起，不得这样催费。",
    "overpromise": "“{quote}”答应了客服做不了主的事，做不到会失信于住户。",
    "privacy_leak": "“{quote}”透露了他人的信息，未经同意不能告诉别人。",
    "rights_misstated": "“{quote}”对权利的说法与法律不符，请核对后再答。",
}
_REWRITES = {
    "impatient": "让您久等了。{noun}我现在就问{owner}到了哪一步，一小时内告诉您。",
    "blaming": "{noun}我们先一起把它解决：我请{owner}去看，看完把原因和办法当面跟您说清楚。",
    "dismissive": "{noun}我先登记下来，问过{owner}能怎么办，两小时内给您回复。",
    "buck_passing": "{noun}由我来对接，我现在联系{owner}，两小时内把对接人和安排告诉您。",
    "condescending": "我把情况跟您说明一下：{noun}我请{owner}核实，有不清楚的您随时问我。",
    "threatening": "提意见不影响我们给您的服务。{noun}有分歧的，可以协商、调解或依法处理。",
    "abusive": "您的意思我明白了，我们就事说事。{noun}我现在请{owner}核实，两小时内答复您。",
    "unlawful_collection": (
        "您家水电门禁照常使用。费用有疑问的，我请财务把明细发您，有困难可以商量。"
    ),
    "overpromise": "{noun}我先请{owner}去看，看完把原因和预计时间告诉您，今天18点前给您回话。",
    "privacy_leak": "对方的信息我们不便透露。我请{owner}去联系对方，有结果后告诉您。",
    "rights_misstated": "这一点我需要核对规定再答复您，两小时内把依据和结论一起告诉您。",
}


def reason_for(code: str, words: str) -> str:
    """One sentence that repeats the words in question."""
    short = words if len(words) <= _QUOTE_LENGTH else words[:_QUOTE_LENGTH] + "…"
    return _REASONS[code].replace("{quote}", short)


def rewrite_for(code: str, draft: Draft) -> str:
    """A wording for this code that speaks of the matter at hand."""
    topic = topic_of(draft.context)
    return _REWRITES[code].format(noun=topic.noun, owner=topic.owner)
