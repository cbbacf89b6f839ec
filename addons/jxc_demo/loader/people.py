"""Who trades: the users and their roles, payment terms, vendors, customers."""

from odoo import Command


def load_people(demo):
    _users(demo)
    _terms(demo)
    for row in demo.rows["vendors"]:
        demo.vendors[row["code"]] = _vendor(demo, row)
    for row in demo.rows["customers"]:
        demo.customers[row["code"]] = _customer(demo, row)
    keeper = demo.users["cangku"]
    for warehouse in demo.warehouses.values():
        warehouse.jxc_keeper_ids = [Command.link(keeper.id)]


def _users(demo):
    model = demo.env["res.users"].with_context(no_reset_password=True)
    for row in demo.table("users"):
        login = row["login"]
        demo.users[login] = model.create(
            {
                "name": row["name"],
                "login": login,
                "password": login,
                "email": f"{login}@example.com",
                "lang": "zh_CN",
                "tz": "Asia/Shanghai",
                "company_id": demo.company.id,
                "company_ids": [Command.set(demo.company.ids)],
                "group_ids": [
                    Command.set(
                        [demo.env.ref("base.group_user").id]
                        + [demo.env.ref(name).id for name in row["group"].split()]
                    )
                ],
            }
        )
        demo.users[login].partner_id.function = row["function"]
    admin = demo.env.ref("base.user_admin")
    admin.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})


def _terms(demo):
    rows = demo.table("terms")
    for name in dict.fromkeys(row["name"] for row in rows):
        if not demo.term(name):
            demo.env["account.payment.term"].create(
                {
                    "name": name,
                    "company_id": demo.company.id,
                    "line_ids": [
                        Command.create(
                            {
                                "value": "percent",
                                "value_amount": float(row["percent"]),
                                "delay_type": row["delay_type"],
                                "nb_days": int(row["days"]),
                            }
                        )
                        for row in rows
                        if row["name"] == name
                    ],
                }
            )


def _partner(demo, row, values):
    return demo.env["res.partner"].create(
        {
            **demo.address(row),
            "ref": row["code"],
            "is_company": True,
            "child_ids": [
                Command.create(
                    {
                        "name": row["contact"],
                        "type": "contact",
                        "phone": row["phone"],
                        "lang": "zh_CN",
                    }
                )
            ],
            **values,
        }
    )


def _vendor(demo, row):
    return _partner(
        demo,
        row,
        {
            "supplier_rank": 1,
            "property_supplier_payment_term_id": demo.term(row["term"]).id,
            "buyer_id": demo.users["caigou"].id,
        },
    )


def _customer(demo, row):
    return _partner(
        demo,
        row,
        {
            "customer_rank": 1,
            "property_payment_term_id": demo.term(row["term"]).id,
            "use_partner_credit_limit": True,
            "credit_limit": float(row["credit"]),
            "user_id": demo.users["xiaoshou"].id,
        },
    )
