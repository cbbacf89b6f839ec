import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import FapiaoCase


@tagged("post_install", "-at_install")
class TestJson(FapiaoCase, HttpCase):
    """F2: a user at a client of his own making, over JSON-RPC."""

    def _call(self, user, model, method, *args, **kwargs):
        self.authenticate(user.login, user.login)
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def _refused(self, *args, **kwargs):
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            answer = self._call(*args, **kwargs)
        self.assertIn("error", answer)

    def test_a_batch_moves_by_its_buttons_only(self):
        """S7: neither state nor file, number nor mark is written by hand."""
        move = self._posted((self.sauce, 1, 10.0))
        batch = self._exported(move)
        line = batch.line_ids
        user, ids = self.accountant, batch.ids
        for vals in ({"state": "draft"}, {"file": "eA=="}, {"company_id": 1}):
            self._refused(user, "jxc.fapiao.batch", "write", ids, vals)
        self._refused(user, "jxc.fapiao.batch", "create", [{"state": "exported"}])
        for vals in ({"undone": True}, {"number": "1"}):
            self._refused(user, "jxc.fapiao.line", "write", line.ids, vals)
        self._refused(
            user,
            "jxc.fapiao.line",
            "create",
            [{"batch_id": batch.id, "move_id": move.id}],
        )
        self._refused(user, "jxc.fapiao.batch", "_take_out", ids, line.ids, "x")
        self._refused(user, "jxc.fapiao.batch", "_enter", ids, {move.name: ["1", None]})
        self._refused(user, "jxc.fapiao.batch", "unlink", ids)
        self.env.invalidate_all()
        self.assertRecordValues(line, [{"undone": False, "number": False}])

    def test_others_have_no_batches(self):
        """F2: salesperson, keeper and buyer neither see nor export any."""
        batch = self._batch(self._posted((self.sauce, 1, 10.0)))
        for user in (self.salesperson, self.keeper, self.buyer):
            self._refused(user, "jxc.fapiao.batch", "read", batch.ids, ["name"])
            self._refused(user, "jxc.fapiao.batch", "action_export", batch.ids)
        self.env.invalidate_all()
        self.assertEqual(batch.state, "draft")
