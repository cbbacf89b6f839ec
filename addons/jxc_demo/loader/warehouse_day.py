"""What a keeper finds in the warehouse: reserve, old lots, transfers, damage."""

import base64
import io
from datetime import timedelta

from PIL import Image, ImageDraw

from odoo import Command

from ..logic.plan import DAYS
from .approvals import approve_as_manager
from .buying import validate
from .counting import load_counting
from .history import date_chatter
from .recalling import load_recalls
from .today import available, keep_mail


def load_warehouse_day(demo):
    _reserve(demo)
    _old_lots(demo)
    _minimum_life(demo)
    _transfers(demo)
    _damage(demo)
    load_counting(demo)
    load_recalls(demo)
    date_chatter(demo)
    keep_mail(demo)


def free_quants(demo, warehouse, codes=(), tracked=None):
    """Goods on the shelves that nobody has reserved, most first."""
    domain = [
        ("location_id", "child_of", demo.warehouses[warehouse].lot_stock_id.id),
        ("quantity", ">", 0),
        ("reserved_quantity", "=", 0),
        "|",
        ("lot_id", "=", False),
        ("lot_id.jxc_blocked", "=", False),
    ]
    if codes:
        domain.append(("product_id.default_code", "in", codes))
    if tracked is not None:
        domain.append(("lot_id", "!=" if tracked else "=", False))
    return demo.env["stock.quant"].search(domain, order="quantity desc, id")


# --- pick bins and their reserve ---------------------------------------------------


def _reserve(demo):
    house = demo.warehouses["ZC"]
    zone = demo.env["stock.location"].create(
        {
            "name": "储备区",
            "usage": "view",
            "location_id": house.lot_stock_id.id,
            "company_id": demo.company.id,
        }
    )
    bins = demo.env["stock.location"].create(
        [
            {
                "name": f"CB-{number:02}",
                "usage": "internal",
                "location_id": zone.id,
                "company_id": demo.company.id,
                "barcode": f"ZC-CB-{number:02}",
            }
            for number in range(1, 5)
        ]
    )
    # The third bin is nearly empty: it is to be filled up.
    codes = ("RH001", "RH002", "RH006", "ZP001")
    for code, place, share in zip(codes, bins, (0.5, 0.5, 0.9, 0.5), strict=True):
        quant = free_quants(demo, "ZC", [code])[:1]
        if not quant:
            continue
        away = int(quant.quantity * share)
        _move_within(demo, quant, place, away)
        most = int(quant.quantity) + (away if share > 0.5 else 0)
        demo.model("jingli", "jxc.pick.bin").create(
            {
                "product_id": quant.product_id.id,
                "location_id": quant.location_id.id,
                "reserve_id": zone.id,
                "minimum": most // 3,
                "maximum": most or 1,
            }
        )


def _move_within(demo, quant, place, quantity):
    if quantity <= 0:
        return
    moment = (DAYS - 6, 10, 15)
    house = place.warehouse_id
    with demo.clock(*moment):
        picking = demo.model("cangku", "stock.picking").create(
            {
                "picking_type_id": house.int_type_id.id,
                "location_id": quant.location_id.id,
                "location_dest_id": place.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": quant.product_id.id,
                            "product_uom_qty": quantity,
                            "product_uom": quant.product_uom_id.id,
                            "location_id": quant.location_id.id,
                            "location_dest_id": place.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        _do(demo, picking, moment)


def _do(demo, picking, moment):
    if picking.state != "assigned":
        picking.action_assign()
    picking.move_ids.picked = True
    validate(demo, picking, moment)


# --- lots --------------------------------------------------------------------------


def _old_lots(demo):
    """Some go off soon, one has, one is held for a second look."""
    now = demo.moment(DAYS)
    quants = free_quants(demo, "ZC", tracked=True)
    seen, lots = set(), []
    for quant in reversed(quants):
        if quant.product_id not in seen:
            seen.add(quant.product_id)
            lots.append(quant.lot_id)
    for lot, days in zip(lots, (-3, 6, 15, 24), strict=False):
        demo.as_user("jingli", lot).expiration_date = now + timedelta(days=days)
    if len(lots) > 4:
        demo.model("jingli", "jxc.stock.block").create(
            {"lot_ids": lots[4].ids, "reason": "外箱受潮,等质检复验"}
        ).action_block()


def _minimum_life(demo):
    demo.model("jingli", "jxc.life.rule").create(
        [
            {
                "kind": "delivery",
                "partner_id": demo.customers["C02"].id,
                "number": 60,
                "unit": "day",
            },
            {"kind": "receipt", "number": 1, "unit": "third"},
        ]
    )


# --- transfers -----------------------------------------------------------------------


def _transfers(demo):
    stock = available(demo, "ZC")
    codes = sorted(stock, key=lambda code: -stock[code])
    few = [code for code in codes if demo.products[code].tracking == "none"][:8]
    lots = [code for code in codes if demo.products[code].tracking == "lot"][:2]
    done = _transfer(demo, 8, "南仓门店促销备货", few[:2] + lots[:1])
    _ship(demo, done, (DAYS - 8, 15, 20))
    _receive(demo, done, (DAYS - 7, 10, 40))
    short = _transfer(demo, 5, "南仓补货", few[2:4])
    _ship(demo, short, (DAYS - 5, 16, 5))
    _receive(demo, short, (DAYS - 4, 11, 30), short=True)
    under_way = _transfer(demo, 1, "南仓客户加急", few[4:6] + lots[1:])
    _ship(demo, under_way, (DAYS - 1, 17, 0))
    _transfer(demo, 0, "南仓周末备货", few[6:8], confirm=False)


def _transfer(demo, ago, reason, codes, confirm=True):
    moment = (DAYS - ago, 9, 30)
    with demo.clock(*moment):
        transfer = demo.model("cangku", "jxc.transfer").create(
            {
                "warehouse_id": demo.warehouses["ZC"].id,
                "dest_warehouse_id": demo.warehouses["NC"].id,
                "reason": reason,
                "date_planned": demo.date(DAYS - ago + 1),
                "line_ids": [
                    Command.create(
                        {"product_id": demo.products[code].id, "quantity": 12}
                    )
                    for code in codes
                ],
            }
        )
        if confirm:
            transfer.action_jxc_confirm()
            approve_as_manager(demo, transfer)
    return transfer


def _pickings(demo, transfer, usage):
    return demo.as_user(
        "cangku",
        transfer.sudo().picking_ids.filtered(
            lambda p: p.location_id.usage == usage and p.state not in ("done", "cancel")
        ),
    )


def _ship(demo, transfer, moment):
    with demo.clock(*moment):
        for picking in _pickings(demo, transfer, "internal"):
            _do(demo, picking, moment)


def _receive(demo, transfer, moment, short=False):
    with demo.clock(*moment):
        for picking in _pickings(demo, transfer, "transit"):
            if picking.state != "assigned":
                picking.action_assign()
            if short:
                picking.move_ids[:1].quantity = 10
            picking.move_ids.picked = True
            validate(demo, picking, moment)
        if short:
            found = transfer.action_jxc_difference()
            model = demo.model("cangku", found["res_model"])
            difference = model.browse(found["res_id"])
            difference.line_ids.write({"reason": "途中破损两件", "bearer": "company"})
            difference.action_jxc_post()
            approve_as_manager(demo, difference)


# --- damage ------------------------------------------------------------------------


def _damage(demo):
    moment = (DAYS - 2, 14, 20)
    quant = free_quants(demo, "ZC", ["TW001", "TW003", "XS006"])[:1]
    if not quant:
        return
    with demo.clock(*moment):
        photo = demo.model("cangku", "ir.attachment").create(
            {"name": "破损.png", "datas": _photo(), "res_model": "stock.scrap"}
        )
        reason = demo.env["stock.scrap.reason.tag"].search([], limit=1)
        scrap = demo.model("cangku", "stock.scrap").create(
            {
                "product_id": quant.product_id.id,
                "product_uom_id": quant.product_uom_id.id,
                "scrap_qty": 2,
                "location_id": quant.location_id.id,
                "lot_id": quant.lot_id.id,
                "scrap_reason_tag_ids": [Command.set(reason.ids)],
                "jxc_photo_ids": [Command.set(photo.ids)],
            }
        )
        scrap.action_validate()
        approve_as_manager(demo, scrap)
        if scrap.state == "done":
            scrap.sudo().date_done = demo.moment(*moment)


def _photo():
    """A carton with a torn corner, as well as a program can take a picture."""
    image = Image.new("RGB", (480, 360), "#d9d4c7")
    draw = ImageDraw.Draw(image)
    draw.polygon([(90, 110), (330, 80), (390, 150), (150, 190)], fill="#c79a5b")
    draw.polygon([(90, 110), (150, 190), (160, 320), (100, 230)], fill="#9c7440")
    draw.polygon([(150, 190), (390, 150), (385, 275), (160, 320)], fill="#b38a4d")
    draw.polygon([(300, 167), (390, 150), (388, 215), (340, 200)], fill="#3b2a17")
    draw.ellipse([(190, 310), (420, 345)], fill="#7d6f55")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue())
