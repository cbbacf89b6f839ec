from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestAttacks(ApprovalCase):
    """P2, S3: nobody writes himself an approval."""

    def setUp(self):
        super().setUp()
        self.document, self.request = self._submitted()

    def _denied(self, action, error=AccessError):
        with self.assertRaises(error), self.env.cr.savepoint():
            action()

    def _attackers(self):
        forged = {"jxc_approval_engine": "ENGINE"}
        for user in (self.buyer, self.manager, self.env.ref("base.user_admin")):
            yield self.request.with_user(user).with_context(**forged)
        yield self.request.with_user(SUPERUSER_ID).with_context(**forged)

    def test_requests_are_not_written(self):
        values = {
            "name": "Mine",
            "res_model": self.document._name,
            "res_id": self.document.id,
            "requester_id": self.buyer.id,
            "company_id": self.company.id,
            "digest": self.document._jxc_approval_digest(),
            "rule_id": self.rule.id,
            "state": "approved",
        }
        for request in self._attackers():
            self._denied(lambda r=request: r.write({"state": "approved"}))
            self._denied(lambda r=request: r.create(values))
            self._denied(request.unlink)
            self._denied(request.copy)
        document = self.document.with_user(self.buyer)
        self._denied(
            lambda: document.write({"jxc_approval_request_ids": [(0, 0, values)]})
        )
        self.assertEqual(document.jxc_approval_state, "pending")

    def test_decisions_are_not_written(self):
        values = {
            "request_id": self.request.id,
            "user_id": self.manager.id,
            "decision": "approved",
        }
        for request in self._attackers():
            self._denied(lambda r=request: r.decision_ids.create(values))
        self.request.with_user(self.manager).action_jxc_approve()
        decision = self.request.decision_ids
        for request in self._attackers():
            mine = decision.with_env(request.env)
            self._denied(lambda d=mine: d.write({"decision": "refused"}))
            self._denied(mine.unlink)
        engine = decision._as_engine()
        self._denied(lambda: engine.write({"comment": "x"}))
        self._denied(engine.unlink)

    def test_rules_are_the_managers(self):
        rule = self.rule.with_user(self.buyer)
        self._denied(lambda: rule.write({"active": False}))
        self._denied(lambda: rule.step_ids.write({"user_ids": [(4, self.buyer.id)]}))
        self._denied(rule.unlink)
        self._denied(lambda: rule.create({"name": "x", "model_id": self.model.id}))
        self.rule.with_user(self.manager).name = "Over a hundred"

    def test_only_who_is_asked_decides(self):
        for user in (self.buyer, self.keeper, self.accountant):
            for action in ("action_jxc_approve", "action_jxc_refuse"):
                self._denied(getattr(self.request.with_user(user), action), UserError)
        self.assertEqual(self.request.state, "pending")


@tagged("post_install", "-at_install")
class TestRemote(HttpCase):
    def test_the_engine_is_not_called_from_outside(self):
        """P2, S3: an administrator's script over the network reaches no private
        method, and its context is no key."""
        self.authenticate("admin", "admin")
        for method, args in (
            ("_as_engine", [[]]),
            ("_close", [[], "approved"]),
            ("create", [[{"name": "x", "res_model": "res.partner", "res_id": 1}]]),
        ):
            answer = self.make_jsonrpc_request_error(method, args)
            self.assertIn("AccessError", answer)

    def make_jsonrpc_request_error(self, method, args):
        response = self.url_open(
            f"/web/dataset/call_kw/jxc.approval.request/{method}",
            json={
                "jsonrpc": "2.0",
                "params": {
                    "model": "jxc.approval.request",
                    "method": method,
                    "args": args,
                    "kwargs": {"context": {"jxc_approval_engine": {}}},
                },
            },
        )
        return response.json()["error"]["data"]["name"]
