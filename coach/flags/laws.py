"""Names of laws that the collection need not hold: gone ones, and ones that lie elsewhere."""

from __future__ import annotations

import re

OLD_LAWS = (
    "物权法",
    "合同法",
    "侵权责任法",
    "民法通则",
    "民法总则",
    "担保法",
    "婚姻法",
    "继承法",
    "收养法",
    "环境噪声污染防治法",
    "治安管理处罚条例",
    "城市新建住宅小区管理办法",
    "物业服务企业资质管理办法",
    "城市房屋租赁管理办法",
)
# Rules of ministries and the like: they exist, but their words are not at hand.
_ELSEWHERE = frozenset(
    {
        "电力供应与使用条例",
        "城镇燃气管理条例",
        "供电营业规则",
        "物业服务收费管理办法",
        "物业服务收费明码标价规定",
        "物业服务定价成本监审办法",
        "住宅专项维修资金管理办法",
        "住宅室内装饰装修管理办法",
        "商品房屋租赁管理办法",
        "商品房销售管理办法",
        "建设工程质量管理条例",
        "房屋建筑工程质量保修办法",
        "民用建筑节能条例",
        "高层民用建筑消防安全管理规定",
        "业主大会和业主委员会指导规则",
        "前期物业管理招标投标管理暂行办法",
        "公共安全视频图像信息系统管理条例",
        "公共场所卫生管理条例",
        "城市生活垃圾管理办法",
        "信访条例",
        "信访工作条例",
        "快递暂行条例",
        "居住证暂行条例",
        "发票管理办法",
        "机动车停放服务收费管理办法",
        "电梯维护保养规则",
    }
)
_LOCAL = re.compile(r"(?:省|市|自治区|自治州|县|区|北京|上海|天津|重庆|本地|当地)")
_STATE = "中华人民共和国"


def is_gone(law: str) -> bool:
    """Repealed or taken up into another law."""
    return law.removeprefix(_STATE) in OLD_LAWS


def lies_elsewhere(law: str) -> bool:
    """A local regulation or a rule that is not in the collection: nothing can be said of it."""
    return law.removeprefix(_STATE) in _ELSEWHERE or _LOCAL.search(law) is not None
