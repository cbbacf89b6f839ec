"""How the inspector looks at dairy goods from today on: by sample, with limits."""

from odoo import Command

#: Name, kind, class, lower and upper limit.
LOOKED_AT = (
    ("包装破损、胀包、漏液", "bool", "major", None, None),
    ("到货中心温度（℃）", "measure", "major", 0, 6),
    ("标签、生产日期、批号清晰", "bool", "minor", None, None),
)


def load_plan(demo):
    dairy = demo.env["product.category"].search([("name", "=", "乳品")])
    demo.model("jingli", "jxc.quality.plan").create(
        {
            "name": "乳品到货检验",
            "categ_id": dairy.id,
            "level": "S-2",
            "characteristic_ids": [
                Command.create(
                    {
                        "name": name,
                        "kind": kind,
                        "severity": severity,
                        "has_minimum": low is not None,
                        "minimum": low or 0,
                        "has_maximum": high is not None,
                        "maximum": high or 0,
                    }
                )
                for name, kind, severity, low, high in LOOKED_AT
            ],
        }
    )
