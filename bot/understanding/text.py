"""One shape for what people type, without moving a single character."""

from __future__ import annotations

import unicodedata
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
    "從動讀寫隻幹掛爾嬰婦綁鬥鬆睜嚇燭鬧鋸見趕緊塊嚴倆癱噴濺鉤鋼貨槍彈爐識認誤調談論詢訊譜護變"
    "豬貼貪質賓賞贈軟較載輛輪轎辦農遠適違鄉釋釘針鈕鉛銷鋁鋪錶鍋鍵鑰鑲長閥閱闆闊雖霧頁項順須頓"
    "頻題額願顧飄飲飽餅餘駕駛駐驅鳥鴨鵝麥黃黨帶幣廈廟彎徑恆悶惡慘慣慮憑憲懶懷戰戶拋挾掃掙揀損"
    "搖撥撲撿擁擇擬擴擺攔攜攤敗敵數斬於暢暫曬書枴柵棄楊極構標橫檔檯欄殘毆沖洩洶淚淺渦測渾湧準"
    "滅滯滾漁漸潑潤潰澆澇濁濫灑灘烏煉燉營狹猶獎獸瑣甦痺癢皺盜眾睏瞭矯禍禦穢窮竄簡簽籃籌糾紋納"
    "紛絕綠緒緩編緻縮縫總績繞繼纏羅習聰肅脅脫腫膠膩臉臨與興艙艱藝蘇蟲蝕補褲襲覺親觀計訂記設診"
    "詐詞詳誇誌誠課諒謊譽豎財販資贏趨跡躍軌輸轟迴遞郵釐鑑陣陸階隱靈鮮麗齡"
)
_SIMPLIFIED = (
    "报修电话号码楼层单间门车库开关灯坏漏无没声响请问吗说谢么个里这点时过来还给对应该错为什业务员"
    "费钱贵缴账单据发脏乱臭杂环卫圾养猫狗邻装潢隔壁钻墙砖顶栋区东车场闸禁卡线网络视监摄伤亡杀轻"
    "烟烧燃气体爆炸淹湿湾渗冲压断触闪跳坠乐园游戏儿童广场会议选举权义规条诉讼赔偿责达讲帮张"
    "压强厕马厨卫卧厅阳台脏台湾国华语处后复归实际当经联系络维证据买卖岁医药师傅许让谁难离鸡双"
    "惊欢历尽盘积种称稳窃笔节范约级细终结统绳织续骂罚职闻脑脚样机桥柜检欧毁决况净减沟洁泻满涨"
    "潜灾烫烂争状独获现产画异疯疗确礼窝竞笼类粮纯红纪纸组转几别刚听两万妈头爷飞饭馆厂废挡挤担扰"
    "换专旧贼抢热温凉浓验购进运连选迟钟铁锁铃银录镜闭闲阴陈队云电静预显风马骗腾体鱼点齐龙"
    "从动读写只干挂尔婴妇绑斗松睁吓烛闹锯见赶紧块严俩瘫喷溅钩钢货枪弹炉识认误调谈论询讯谱护变"
    "猪贴贪质宾赏赠软较载辆轮轿办农远适违乡释钉针钮铅销铝铺表锅键钥镶长阀阅板阔虽雾页项顺须顿"
    "频题额愿顾飘饮饱饼余驾驶驻驱鸟鸭鹅麦黄党带币厦庙弯径恒闷恶惨惯虑凭宪懒怀战户抛挟扫挣拣损"
    "摇拨扑捡拥择拟扩摆拦携摊败敌数斩于畅暂晒书拐栅弃杨极构标横档台栏残殴冲泄汹泪浅涡测浑涌准"
    "灭滞滚渔渐泼润溃浇涝浊滥洒滩乌炼炖营狭犹奖兽琐苏痹痒皱盗众困了矫祸御秽穷窜简签篮筹纠纹纳"
    "纷绝绿绪缓编致缩缝总绩绕继缠罗习聪肃胁脱肿胶腻脸临与兴舱艰艺苏虫蚀补裤袭觉亲观计订记设诊"
    "诈词详夸志诚课谅谎誉竖财贩资赢趋迹跃轨输轰回递邮厘鉴阵陆阶隐灵鲜丽龄"
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
    "們": "们",
    "幫": "帮",
    "咗": "了",
    "嚟": "来",
    "搵": "找",
    "睇": "看",
    "瞓": "睡",
    "哋": "们",
    "畀": "给",
    "攰": "累",
    "嗰": "那",
    "嗌": "喊",
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


def unfolded(text: str) -> str:
    """``text`` with characters that stand for many written out, if it has any.

    The embedding engine writes them out itself, into a buffer sized for the text as it came:
    a few hundred ``ﷺ`` (18 characters each) end the whole process.
    """
    plain = unicodedata.normalize("NFKC", text)
    return plain if len(plain.encode()) > len(text.encode()) else text


@dataclass(frozen=True)
class Span:
    """A fact found in ``text[start:end]``; ``value`` is its plain form."""

    start: int
    end: int
    value: str

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end
