"""The manager of the buyer's department approves; run by ``odoo shell`` where hr is.

Prints ``department approved`` when all went as it should; nothing is kept.
"""

from odoo import Command
from odoo.tests import new_test_user


def main(env):
    boss, colleague = (
        new_test_user(env, login=login, groups="jxc_base.group_jxc_purchase_buyer")
        for login in ("dept_boss", "dept_colleague")
    )
    buyer = env["res.users"].search([("login", "=", "loop_buyer")])
    head, staff = env["hr.employee"].create(
        [{"name": user.name, "user_id": user.id} for user in (boss, buyer)]
    )
    department = env["hr.department"].create({"name": "采购部", "manager_id": head.id})
    (head | staff).department_id = department
    env["jxc.approval.rule"].search([]).active = False
    env["jxc.approval.rule"].create(
        {
            "name": "部门主管",
            "model_id": env["ir.model"]._get_id("purchase.order"),
            "domain": "[]",
            "step_ids": [
                Command.create(
                    {
                        "field_path": "user_id.employee_id.department_id"
                        ".manager_id.user_id"
                    }
                )
            ],
        }
    )
    order = env["purchase.order"].search([("state", "=", "draft")], limit=1)
    order = order.copy({"user_id": buyer.id}).with_user(buyer)
    order.button_confirm()
    request = order.sudo().jxc_approval_request_ids[:1]
    assert order.state == "draft" and request.state == "pending", order.state
    assert not request.with_user(colleague).can_decide
    assert request.with_user(boss).can_decide
    request.with_user(boss).action_jxc_approve()
    assert order.state == "purchase", order.state
    print("department approved")


main(env)  # noqa: F821
env.cr.rollback()  # noqa: F821
