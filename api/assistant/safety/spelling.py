"""One shape for what people type: width, script, spaces, slips of voice input and dialect."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# One sign to one sign; those that danger and its circumstances are told with.
_TRADITIONAL = (
    "報電話號碼樓層單間門車庫開關燈壞沒聲響請問嗎說謝麼個裡裏這點時過來還給對應該錯為業務員費錢貴"
    "發髒亂雜環衛圾養貓鄰裝鑽牆磚頂棟區東場閘線網監攝傷殺輕煙燒氣體淹濕滲衝壓斷觸閃跳墜園遊兒廣"
    "會議權義規條訴訟賠償責達講幫張強廁馬廚臥廳陽臺處後實際當經聯絡證據買賣歲醫藥師許讓誰難離雞"
    "驚歡盡積種穩竊筆節約級細終結統織續罵罰職聞腦腳樣機橋櫃檢毀況淨減溝瀉滿漲潛災燙爛狀獨現產畫"
    "異瘋療確糧純紅組轉幾別剛聽兩萬媽頭爺飛館廠廢擋擠擔擾換專舊賊搶熱溫涼濃驗進運連選遲鐘鐵鎖"
    "鈴銀錄鏡閉閒陰陳雲靜預顯風騙騰魚齊龍從們動讀寫隻雙幹掛繩爾嬰婦攞瀾綁劫鬥鬆睜諗驚攰嚇傾燭"
    "賊鬧嘅鋸無見趕緊塊嚴倆癱噴濺鉤鋼貨槍彈爾爐煤"
)
_SIMPLIFIED = (
    "报电话号码楼层单间门车库开关灯坏没声响请问吗说谢么个里里这点时过来还给对应该错为业务员费钱贵"
    "发脏乱杂环卫圾养猫邻装钻墙砖顶栋区东场闸线网监摄伤杀轻烟烧气体淹湿渗冲压断触闪跳坠园游儿广"
    "会议权义规条诉讼赔偿责达讲帮张强厕马厨卧厅阳台处后实际当经联络证据买卖岁医药师许让谁难离鸡"
    "惊欢尽积种稳窃笔节约级细终结统织续骂罚职闻脑脚样机桥柜检毁况净减沟泻满涨潜灾烫烂状独现产画"
    "异疯疗确粮纯红组转几别刚听两万妈头爷飞馆厂废挡挤担扰换专旧贼抢热温凉浓验进运连选迟钟铁锁"
    "铃银录镜闭闲阴陈云静预显风骗腾鱼齐龙从们动读写只双干挂绳尔婴妇拿澜绑劫斗松睁想惊累吓倾烛"
    "贼闹的锯无见赶紧块严俩瘫喷溅钩钢货枪弹尔炉煤"
)
_SCRIPT = {ord(old): new for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)}
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufe0f\ufeff\x00-\x1f\x7f]+")
_BREAK = re.compile(r"[ \t]*\n\s*")
# Between Chinese characters a space is where a comma would be.
_PAUSE = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000\t]+(?=[\u4e00-\u9fff])")


class Spelling:
    """Writes messages plainly; ``variants`` maps what is typed to the plain word."""

    def __init__(self, variants: Mapping[str, str]) -> None:
        # A variant may be written in either script.
        self._variants = {str(old).translate(_SCRIPT): str(new) for old, new in variants.items()}
        longest_first = sorted(self._variants, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)))

    def plain(self, message: str) -> str:
        """Half width, simplified, lower case, pauses as commas, nothing invisible."""
        text = unicodedata.normalize("NFKC", message).lower().translate(_SCRIPT)
        text = _PAUSE.sub("，", _BREAK.sub("。", text.strip()))
        text = _INVISIBLE.sub("", text)
        # Twice: a dialect's word may stand inside a longer one ("唔想做人").
        return self._said(self._said(text))

    def _said(self, text: str) -> str:
        return self._pattern.sub(lambda match: self._variants[match.group()], text)
