"""P4: ways of a request are no ways around it: passing on, standing in, setting up."""

import json
from datetime import timedelta
from urllib.parse import urlencode

from attack import LOGGERS, Attack
from test_attack_purchase import PurchaseAttackCase

from odoo import Command, fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

REQUEST = "jxc.approval.request"
ANSWER = "jxc.approval.answer"
SUBSTITUTE = "jxc.approval.substitute"


@tagged("post_install", "-at_install")
class TestAttackRoutes(PurchaseAttackCase):
    TABLES = (
        *PurchaseAttackCase.TABLES,
        "jxc_approval_rule_signer",
        "jxc_approval_substitute",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.request = cls.waiting.sudo().jxc_approval_request_ids
        cls.asked = cls.request.approver_ids
        cls.until = fields.Datetime.to_string(
            fields.Datetime.now() + timedelta(days=30)
        )
        cls.away = (
            cls.env[SUBSTITUTE]
            .with_user(cls.manager)
            .create({"stand_in_id": cls.accountant.id, "date_to": cls.until})
        )
        cls.env.flush_all()

    def _harm(self):
        """Somebody has a say who had none, or a say was lent by somebody else."""
        harm = super()._harm()
        request = self.request
        if request.state != "pending":
            harm.append(f"the request is {request.state}")
        request._ask()
        if more := request.approver_ids - self.asked - self.accountant:
            harm.append(f"asked as well: {more.mapped('login')}")
        if gone := self.asked - request.approver_ids:
            harm.append(f"no longer asked: {gone.mapped('login')}")
        lent = self.env[SUBSTITUTE].search([("create_uid", "!=", self.manager.id)])
        if lent.filtered(lambda row: row.user_id != row.create_uid):
            harm.append("the power of another was lent")
        if self.away.exists().stand_in_id != self.accountant:
            harm.append("the manager has another stand-in")
        steps = self.rules.step_ids
        if steps.signer_ids or steps.late_user_ids or any(steps.mapped("field_path")):
            harm.append("a step asks others")
        if any(self.rules.mapped("tolerance")):
            harm.append("a rule lets more through")
        return harm

    # --- answering ---------------------------------------------------------------

    def _answers(self, to):
        """Each answer to the request, by the method and by the form."""
        ids = self.request.ids
        calls = {
            "delegate": ("action_jxc_delegate", {"user_id": to.id}),
            "add": ("action_jxc_add_signer", {"user_id": to.id}),
            "send back": ("action_jxc_send_back", {"comment": "no"}),
        }
        attacks = [
            Attack(
                name,
                lambda call, m=method, a=arguments: call(REQUEST, m, ids, **a),
            )
            for name, (method, arguments) in calls.items()
        ]
        for kind in ("approved", "refused", "returned", "delegated", "added"):
            values = {
                "request_id": self.request.id,
                "kind": kind,
                "user_id": to.id,
                "comment": "no",
            }

            def answer(call, values=values):
                made = call(ANSWER, "create", vals_list=[values])
                call(ANSWER, "action_jxc_answer", made)

            attacks.append(Attack(f"form {kind}", answer))
        return attacks

    def test_only_who_is_asked_passes_it_on(self):
        """P4: neither who asked nor a colleague delegates, adds or sends back."""
        for user in (self.buyer, self.keeper, self.salesperson):
            refused = self._hold(user, self._answers(self.keeper))
            self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_who_is_asked_passes_it_on(self):
        """P4: the calls are the right ones; a stand-in answers as well."""
        self._through(self.manager, self._answers(self.keeper))
        self.request._ask()
        self._through(self.accountant, self._answers(self.keeper))

    def test_it_is_not_passed_to_who_asked(self):
        """P4: not to him, not to who is asked already, by nobody."""
        for to in (self.buyer, self.manager):
            attacks = self._answers(to)
            passing = [a for a in attacks if "add" in a.name or "del" in a.name]
            refused = self._hold(self.manager, passing)
            self.assertEqual(len(refused), 4)
            self.assertTrue(all(refused.values()), refused)

    def test_urging_is_for_who_asked(self):
        """P4: nobody else has the approvers reminded; he has, and once."""
        ids = self.request.ids
        urge = Attack("urge", lambda call: call(REQUEST, "action_jxc_urge", ids))

        def twice(call):
            urge.run(call)
            urge.run(call)

        self.assertTrue(self._hold(self.keeper, [urge])["urge"])
        self._through(self.buyer, [urge])
        self.assertTrue(self._hold(self.buyer, [Attack("twice", twice)])["twice"])

    # --- stand-ins ---------------------------------------------------------------

    def _lendings(self, values):
        """Ways to a row that lends the manager's power to the buyer."""
        away, manager = self.away.ids, {"user_id": self.manager.id}
        mine = {"stand_in_id": self.buyer.id}

        def own_then_his(call):
            own = {"stand_in_id": self.keeper.id, "date_to": self.until}
            made = call(SUBSTITUTE, "create", vals_list=[own])
            call(SUBSTITUTE, "write", made, vals={**manager, **mine})

        def copy_of_own(call):
            own = {"stand_in_id": self.keeper.id, "date_to": self.until}
            made = call(SUBSTITUTE, "create", vals_list=[own])
            call(
                SUBSTITUTE,
                "copy",
                made if isinstance(made, list) else [made],
                default={**manager, **mine},
            )

        def load(call):
            columns = ["user_id/.id", "stand_in_id/.id", "date_to"]
            row = [str(self.manager.id), str(self.buyer.id), self.until]
            result = call(SUBSTITUTE, "load", fields=columns, data=[row])
            self.assertFalse(result["ids"])

        return {
            "create": lambda c: c(SUBSTITUTE, "create", vals_list=[values]),
            "by context": lambda c: c(
                SUBSTITUTE,
                "create",
                vals_list=[{**mine, "date_to": self.until}],
                context={"default_user_id": self.manager.id},
            ),
            "web_save": lambda c: c(
                SUBSTITUTE, "web_save", [], vals=values, specification={}
            ),
            "own, then his": own_then_his,
            "copy of own": copy_of_own,
            "his changed": lambda c: c(SUBSTITUTE, "write", away, vals=mine),
            "his longer": lambda c: c(
                SUBSTITUTE, "write", away, vals={"date_to": "2099-01-01 00:00:00"}
            ),
            "his deleted": lambda c: c(SUBSTITUTE, "unlink", away),
            "load": load,
        }

    def test_nobody_lends_the_power_of_another(self):
        """P4: by create, import, form, copy, or a row turned into another's."""
        values = {
            "user_id": self.manager.id,
            "stand_in_id": self.buyer.id,
            "date_to": self.until,
        }
        attacks = [Attack(*item) for item in self._lendings(values).items()]
        for user in (self.buyer, self.keeper):
            refused = self._hold(user, attacks)
            let = [name for name, no in refused.items() if not no]
            self.assertEqual(let, ["load"], "an import answers with messages")
        own = {**values, "user_id": self.keeper.id}
        lend = Attack("own", lambda c: c(SUBSTITUTE, "create", vals_list=[own]))
        self._through(self.keeper, [lend])
        self._hold(self.keeper, [lend])

    def test_standing_in_for_the_manager_does_not_approve_ones_own(self):
        """P4: the manager names the buyer: for what the buyer asked he has no say."""
        self.away.with_user(self.manager).stand_in_id = self.buyer
        self.request._ask()
        self.assertNotIn(self.buyer, self.request.approver_ids)
        ids = self.request.ids
        attacks = [
            Attack("approve", lambda c: c(REQUEST, "action_jxc_approve", ids)),
            *self._answers(self.keeper),
        ]
        refused, _harm = self._try(self.buyer, attacks)
        self.assertEqual([name for name, no in refused.items() if not no], [])

    # --- setting up --------------------------------------------------------------

    def _settings(self):
        """What decides who is asked, and for what: (model, method, ids, arguments)."""
        rule, step = self.request.rule_id, self.request.current_step_id
        signer = {"step_id": step.id, "user_id": self.buyer.id}
        late = {"late_user_ids": [[4, self.buyer.id]]}
        printed = {"jxc_approval_before_print": True}
        model = "jxc.approval.rule"
        return {
            "tolerance": (model, "write", rule.ids, {"vals": {"tolerance": 100}}),
            "signer": (f"{model}.signer", "create", None, {"vals_list": [signer]}),
            "late": (f"{model}.step", "write", step.ids, {"vals": late}),
            "deadline": (
                f"{model}.step",
                "write",
                step.ids,
                {"vals": {"deadline_hours": 0.01}},
            ),
            "path": (
                f"{model}.step",
                "write",
                step.ids,
                {"vals": {"field_path": "user_id"}},
            ),
            "trial": (
                "jxc.approval.trial",
                "create",
                None,
                {"vals_list": [{"rule_id": rule.id}]},
            ),
            "print": ("res.company", "write", self.company.ids, {"vals": printed}),
        }

    def test_who_is_asked_is_the_managers_to_set(self):
        """P4, F1: tolerance, signers, deadlines, fields and trials are not the
        buyer's; a manager sets them by the same calls."""
        rows = self._settings()
        attacks = [
            Attack(name, lambda c, r=row: c(r[0], r[1], r[2], **r[3]))
            for name, row in rows.items()
        ]
        refused = self._hold(self.buyer, attacks)
        self.assertEqual([name for name, no in refused.items() if not no], [])
        self._through(self.manager, [a for a in attacks if a.name != "print"])

    def test_a_rule_for_other_documents_keeps_no_field_of_these(self):
        """P4: a rule that would ask nobody's field is refused, not kept."""
        step = {"name": "仓库", "field_path": "picking_type_id.create_uid"}
        models = self.env["ir.model"]
        rule = self.rules.create(
            {
                "name": "每张订单",
                "model_id": models._get_id("purchase.order"),
                "step_ids": [Command.create(step)],
            }
        )
        sales = models._get("sale.order")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            rule.model_id = sales
        rule.step_ids.field_path = "user_id"
        rule.model_id = sales

    def test_a_trial_of_the_manager_is_not_the_buyers(self):
        """P4: what a rule would have caught is not shown, and not put in force."""
        trial = self.env["jxc.approval.trial"].with_user(self.manager)
        ids = trial.create({"rule_id": self.rules[:1].id}).ids
        attacks = [
            Attack(m, lambda c, m=m: c("jxc.approval.trial", m, ids))
            for m in ("action_put_in_force", "action_show")
        ]
        refused = self._hold(self.buyer, attacks)
        self.assertTrue(all(refused.values()), refused)
        self._through(self.manager, attacks)

    # --- printing ----------------------------------------------------------------

    def _printed(self, order):
        """What the buyer gets by each address that prints: {address: text}."""
        token = order.sudo()._portal_ensure_token()
        self.env.flush_all()
        self._log_in(self.buyer)
        paths = []
        for report in ("report_purchaseorder", "report_purchasequotation"):
            name = f"purchase.{report}"
            download = json.dumps([f"/report/pdf/{name}/{order.id}", "qweb-pdf"])
            paths += [
                f"/report/{kind}/{name}/{order.id}" for kind in ("html", "pdf", "text")
            ]
            paths.append(f"/report/download?{urlencode({'data': download})}")
        for kind in ("html", "pdf"):
            paths.append(
                f"/my/purchase/{order.id}?report_type={kind}&access_token={token}"
            )
        with mute_logger(*LOGGERS, "odoo.addons.web.controllers.report"):
            return {p: self.url_open(p).content.decode() for p in paths}

    def test_approve_first_print_then(self):
        """P4: with the setting on, no address, and no mail, gives the paper of an order
        that waits; the approved one is printed by each of them."""
        self.company.sudo().jxc_approval_before_print = True
        goods = self.tea.name
        for path, text in self._printed(self.approved).items():
            self.assertIn(goods, text, path)
        for path, text in self._printed(self.waiting).items():
            self.assertNotIn(goods, text, path)
        mail = self.env.ref("purchase.email_template_edi_purchase_done")
        approved, waiting = (
            Attack(
                "mail",
                lambda c, n=n: c("mail.template", "send_mail", mail.ids, res_id=n),
            )
            for n in (self.approved.id, self.waiting.id)
        )
        self._through(self.buyer, [approved])
        self.assertTrue(self._hold(self.buyer, [waiting])["mail"])
