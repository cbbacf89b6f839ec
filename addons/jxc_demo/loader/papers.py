"""Certificates: licences of all vendors, food permits, one to renew, one that ended."""

from odoo import Command

from ..logic.plan import DAYS

#: Vendor → the last day of its food permit, counted from today.
PERMITS = {"V01": 700, "V02": 420, "V03": 980, "V04": 12, "V05": 610, "V08": -6}


def load_papers(demo):
    kind = "jxc_certificate.jxc_certificate_kind_"
    licence, permit = (demo.env.ref(kind + name) for name in ("licence", "food_trade"))
    dairy = demo.env["product.category"].search([("name", "=", "乳品")])
    permit.write({"categ_ids": [Command.set(dairy.ids)]})
    values = [
        {
            "kind_id": licence.id,
            "name": vendor.vat,
            "partner_id": vendor.id,
            "date_from": demo.date(DAYS - 1500),
        }
        for vendor in demo.vendors.values()
    ]
    values += [
        {
            "kind_id": permit.id,
            "name": f"JY133{number:011d}",
            "partner_id": demo.vendors[code].id,
            "date_from": demo.date(DAYS + last - 1825),
            "date_to": demo.date(DAYS + last),
        }
        for number, (code, last) in enumerate(PERMITS.items(), 10000142)
    ]
    buyer = demo.users["caigou"].id
    demo.model("caigou", "jxc.certificate").create(
        [{**row, "user_id": buyer, "issued_by": "市场监督管理局"} for row in values]
    )
