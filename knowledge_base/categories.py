"""What the folders of entries are called for people."""

from __future__ import annotations

CATEGORIES = {
    "fees": "物业费",
    "repair": "报修维修",
    "parking": "停车",
    "charging": "充电",
    "decoration": "装修",
    "leaks": "漏水渗水",
    "lifts": "电梯",
    "water_power": "水电气热",
    "fire": "消防",
    "safety": "安全秩序",
    "access": "门禁出入",
    "rubbish": "垃圾清洁",
    "noise": "噪声",
    "pets": "宠物",
    "neighbours": "邻里相处",
    "falling_objects": "高空抛物",
    "liability": "损害赔偿",
    "shared_areas": "公共部位",
    "income": "公共收益",
    "maintenance_fund": "维修资金",
    "committee": "业主委员会",
    "owners_assembly": "业主大会",
    "company_change": "更换物业",
    "contract": "物业合同",
    "renting": "租房",
    "moving": "搬家",
    "privacy": "个人信息",
    "service": "客户服务",
    "estate": "小区信息",
}


def category_name(category: str) -> str:
    return CATEGORIES.get(category, category)
