"""Reports of one fault join one order; everybody keeps their own words and telephone."""

from __future__ import annotations

import pytest

from api.models import WorkOrderStatus
from api.work_orders import repository, service
from api.work_orders.duplicates import Place, read_place, same_fault
from api.work_orders.schemas import WorkOrderDraft
from tests.api.conftest import Product, Resident


def fault(location: str, description: str) -> WorkOrderDraft:
    return WorkOrderDraft("repair", location, description)


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("8栋3单元602", Place("8", "3", "", "602")),
        ("八栋三单元六零二室", Place("8", "3", "", "602")),
        ("8-3-602", Place("8", "3", "", "602")),
        ("8幢3单元", Place("8", "3")),
        ("五号楼", Place("5")),
        ("8栋3楼走廊", Place("8", "", "3", "", "走廊")),
        ("地下车库B区", Place("", "", "", "", "地下车库b区")),
        ("", Place()),
    ],
)
def test_places(location: str, place: Place) -> None:
    read = read_place(location)
    assert (read.building, read.unit, read.floor, read.room) == (
        place.building,
        place.unit,
        place.floor,
        place.room,
    )
    if place.spot:
        assert read.spot


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("8栋3单元602", "电梯按了没反应"), ("8栋3单元1101", "电梯坏了不走")),
        (("8栋3单元", "电梯停了"), ("8-3-502", "货梯不动")),
        (("8栋", "停水了"), ("八栋二单元三零一", "家里没水")),
        (("南门", "道闸抬不起来"), ("南门", "道闸坏了")),
        (("8栋3单元602", "马桶堵了"), ("8-3-602", "厕所堵了冲不下去")),
        (("8栋3楼走廊", "灯不亮"), ("8栋3楼", "楼道灯坏了")),
    ],
)
def test_the_same(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert same_fault(fault(*one), fault(*other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("8栋3单元602", "电梯坏了"), ("8栋2单元602", "电梯坏了")),
        (("8栋602", "电梯坏了"), ("9栋602", "电梯坏了")),
        (("8栋602", "马桶堵了"), ("8栋702", "马桶堵了")),
        (("8栋602", "马桶堵了"), ("8栋602", "空调不冷")),
        (("南门", "道闸抬不起来"), ("北门", "道闸坏了")),
        (("8栋3楼", "楼道灯坏了"), ("8栋5楼", "楼道灯坏了")),
        (("", "停水了"), ("", "停水了")),
    ],
)
def test_not_the_same(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not same_fault(fault(*one), fault(*other))


async def reports(resident: Resident, location: str, description: str, phone: str) -> str:
    resident.product.engine.decide(
        "affirm",
        directive="open_work_order",
        kind="repair",
        location=location,
        description=description,
        phone=phone,
    )
    (said,) = await resident.say("对")
    return said["text"]


async def orders(resident: Resident) -> list[dict[str, str]]:
    answer = await resident.product.http.get("/v1/chat/work-orders", headers=resident.headers)
    return answer.json()


async def test_neighbours_share_an_order(product: Product) -> None:
    first, second = await product.resident(), await product.resident()
    await reports(first, "8栋3单元602", "电梯坏了", "13800000001")
    told = await reports(second, "8栋3单元1101", "电梯按了不来", "13800000002")
    (mine,), (theirs,) = await orders(second), await orders(first)
    assert mine["number"] == theirs["number"]
    assert mine["number"] in told
    assert "已经有人报修" in told
    assert "13800000001" not in told
    assert (mine["phone"], mine["location"]) == ("13800000002", "8栋3单元1101")
    assert theirs["phone"] == "13800000001"


async def test_another_estate_has_orders_of_its_own(product: Product) -> None:
    first, second = await product.resident("yunqi"), await product.resident("binjiang")
    await reports(first, "8栋3单元602", "电梯坏了", "13800000001")
    told = await reports(second, "8栋3单元602", "电梯坏了", "13800000002")
    assert "已经有人" not in told


async def test_what_was_done_is_a_new_fault_again(product: Product) -> None:
    first, second = await product.resident(), await product.resident()
    await reports(first, "8栋3单元602", "电梯坏了", "13800000001")
    await finish((await orders(first))[0]["number"], product)
    told = await reports(second, "8栋3单元602", "电梯坏了", "13800000002")
    assert "已经有人" not in told


async def test_the_same_resident_twice(product: Product) -> None:
    resident = await product.resident()
    await reports(resident, "8栋602", "马桶堵了", "13800000001")
    assert "不用重复报" in await reports(resident, "8栋602", "马桶还是堵着", "13800000001")
    assert len(await orders(resident)) == 1


async def test_progress_of_ones_own_last_report(product: Product) -> None:
    first, second = await product.resident(), await product.resident()
    await reports(first, "8栋3单元602", "电梯坏了", "13800000001")
    await reports(second, "8栋3单元1101", "电梯按了不来", "13800000002")
    product.engine.decide("progress", directive="work_order_status")
    (said,) = await second.say("我上次报的怎么样了")
    assert "待派单" in said["text"]
    assert "电梯按了不来" in said["text"]


async def test_anothers_order_shows_no_words(product: Product) -> None:
    first, stranger = await product.resident(), await product.resident()
    await reports(first, "8栋602", "马桶堵了", "13800000001")
    number = (await orders(first))[0]["number"]
    product.engine.decide("progress", directive="work_order_status", number=number)
    (said,) = await stranger.say(f"{number}怎么样了")
    assert "待派单" in said["text"]
    assert "马桶" not in said["text"]


async def test_an_unknown_number_is_said_to_be_unknown(product: Product) -> None:
    resident = await product.resident()
    product.engine.decide("progress", directive="work_order_status", number="2601010000")
    (said,) = await resident.say("2601010000怎么样了")
    assert "没有查到这个单号" in said["text"]


async def finish(number: str, product: Product) -> None:

    async with product.parts.database.write() as session:
        order = await repository.by_number(session, "yunqi", number)
        assert order is not None
        await service.set_status(session, order, WorkOrderStatus.DONE)
