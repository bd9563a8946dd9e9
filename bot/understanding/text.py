"""One shape for what people type, without moving a single character."""

from __future__ import annotations

from dataclasses import dataclass

# Only pairs of one character to one character: spans found in the folded text
# are valid in the original.
_TRADITIONAL = (
    "報修電話號碼樓層單間門車庫開關燈壞漏無沒聲響請問嗎說謝麼個裡這點時過來還給對應該錯為什業務員"
    "費錢貴繳賬單據發髒亂臭雜環衛圾養貓狗鄰裝潢隔壁鑽牆磚頂棟區東車場閘禁卡線網絡視監攝傷亡殺輕"
    "煙燒燃氣體爆炸淹濕灣滲衝壓斷觸閃跳墜樂園遊戲兒童廣場會議選舉權義規條訴訟賠償責達講幫張"
    "壓強廁馬廚衛臥廳陽臺臟臺灣國華語處後復歸實際當經聯繫絡維證據買賣歲醫藥師傅許讓誰難離雞雙"
    "驚歡歷盡盤積種稱穩竊筆節範約級細終結統繩織續罵罰職聞腦腳樣機橋櫃檢歐毀決況淨減溝潔瀉滿漲"
    "潛災燙爛爭狀獨獲現產畫異瘋療確禮窩競籠類糧純紅紀紙組轉幾別剛聽兩萬媽頭爺飛飯館廠廢擋擠擔擾"
    "換專舊賊搶熱溫涼濃驗購進運連選遲鐘鐵鎖鈴銀錄鏡閉閒陰陳隊雲電靜預顯風馬騙騰體魚點齊龍"
)
_SIMPLIFIED = (
    "报修电话号码楼层单间门车库开关灯坏漏无没声响请问吗说谢么个里这点时过来还给对应该错为什业务员"
    "费钱贵缴账单据发脏乱臭杂环卫圾养猫狗邻装潢隔壁钻墙砖顶栋区东车场闸禁卡线网络视监摄伤亡杀轻"
    "烟烧燃气体爆炸淹湿湾渗冲压断触闪跳坠乐园游戏儿童广场会议选举权义规条诉讼赔偿责达讲帮张"
    "压强厕马厨卫卧厅阳台脏台湾国华语处后复归实际当经联系络维证据买卖岁医药师傅许让谁难离鸡双"
    "惊欢历尽盘积种称稳窃笔节范约级细终结统绳织续骂罚职闻脑脚样机桥柜检欧毁决况净减沟洁泻满涨"
    "潜灾烫烂争状独获现产画异疯疗确礼窝竞笼类粮纯红纪纸组转几别刚听两万妈头爷飞饭馆厂废挡挤担扰"
    "换专旧贼抢热温凉浓验购进运连选迟钟铁锁铃银录镜闭闲阴陈队云电静预显风马骗腾体鱼点齐龙"
)
_EXTRA = {
    "係": "是",
    "喺": "在",
    "嘅": "的",
    "冇": "没",
    "啲": "些",
    "佢": "他",
    "邊": "边",
    "裏": "里",
}


def _table() -> dict[int, str]:
    pairs = {ord(old): new for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)}
    pairs.update({ord(old): new for old, new in _EXTRA.items()})
    pairs.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
    pairs[0x3000] = " "
    return pairs


_FOLD = _table()


def fold(text: str) -> str:
    """Half-width and simplified, as long as ``text`` itself.

    >>> fold("８棟３單元，電話１３８")
    '8栋3单元,电话138'
    """
    return text.translate(_FOLD)


@dataclass(frozen=True)
class Span:
    """A fact found in ``text[start:end]``; ``value`` is its plain form."""

    start: int
    end: int
    value: str

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end
