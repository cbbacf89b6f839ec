from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestMass(ApprovalCase):
    """P4, S3: many at once, after one look at those that are not like the others."""

    def _requests(self, *amounts):
        requests = self.env["jxc.approval.request"]
        for number, amount in enumerate(amounts):
            requests |= self._submitted(amount, name=f"D{number}")[1]
        return requests.with_user(self.manager)

    def _mass(self, requests):
        action = requests.action_jxc_mass()
        return requests.env["jxc.approval.mass"].browse(action["res_id"])

    def _line(self, mass, request):
        return mass.line_ids.filtered(lambda line: line.request_id == request)

    def test_all_alike(self):
        requests = self._requests(200, 300, 400)
        mass = self._mass(requests)
        self.assertEqual((mass.chosen, mass.exceptions), (3, 0))
        self.assertEqual(mass.chosen_amount, 900)
        mass.comment = "go on"
        result = mass.action_jxc_approve()
        self.assertEqual(set(requests.mapped("state")), {"approved"})
        self.assertEqual(set(requests.decision_ids.mapped("comment")), {"go on"})
        self.assertEqual(result["params"]["type"], "success")

    def test_exceptions_come_first_and_are_left_alone(self):
        """Each says why; nothing is refused, and the result names what was left."""
        fine = self._requests(200)
        document, _first = self._submitted(300, name="C")
        document.amount = 350
        document.action_jxc_submit()
        changed = document.jxc_approval_request_ids.sorted("id")[-1:]
        own = self._submitted(400, self.manager, name="O")[1]
        closed = self._requests(500)
        closed.action_jxc_refuse("no")
        requests = fine | (changed | own | closed).with_user(self.manager)
        mass = self._mass(requests.sorted("id"))
        self.assertEqual(mass.line_ids[-1].request_id, fine)
        self.assertIn("→", self._line(mass, changed).reason)
        self.assertFalse(self._line(mass, changed).blocked)
        self.assertIn(self.second.name, self._line(mass, own).reason)
        self.assertTrue(self._line(mass, own).blocked)
        self.assertTrue(self._line(mass, closed).blocked)
        text = mass.action_jxc_approve()["params"]["message"]
        self.assertEqual(
            (fine | changed | own | closed).mapped("state"),
            ["approved", "pending", "pending", "refused"],
        )
        for request in changed | own | closed:
            self.assertIn(f"{request.name}: ", text)

    def test_far_over_the_usual(self):
        """Over one and a half times the average of the last approvals of the rule."""
        self._requests(200, 200, 200).action_jxc_approve()
        high, usual = self._requests(301, 300)
        mass = self._mass(high | usual)
        self.assertIn("200", self._line(mass, high).reason)
        self.assertFalse(self._line(mass, usual).reason)
        self._line(mass, high).approve = True
        mass.action_jxc_approve()
        self.assertEqual(high.state, "approved", "ticked after a look")

    def test_what_cannot_be_approved_stops_none_of_the_others(self):
        """Ticked over RPC against the screen: refused by the engine, and said."""
        own = self._submitted(400, self.manager, name="O")[1].with_user(self.manager)
        fine = self._requests(200)
        mass = self._mass(own | fine)
        mass.line_ids.approve = True
        result = mass.action_jxc_approve()
        self.assertEqual((own.state, fine.state), ("pending", "approved"))
        self.assertIn(self.second.name, result["params"]["message"])
        self.assertEqual(result["params"]["type"], "warning")

    def test_a_document_that_changed_meanwhile(self):
        requests = self._requests(200, 300)
        mass = self._mass(requests)
        query = "UPDATE jxc_approval_sample SET amount = 250 WHERE id = %s"
        self.env.cr.execute(query, [requests[0].res_id])
        self.env.invalidate_all()
        self.assertTrue(self._mass(requests).line_ids[0].blocked)
        text = mass.action_jxc_approve()["params"]["message"]
        self.assertEqual(requests.mapped("state"), ["obsolete", "approved"])
        self.assertIn(requests[0].name, text)

    def test_nothing_ticked(self):
        mass = self._mass(self._requests(200))
        mass.line_ids.approve = False
        with self.assertRaises(UserError):
            mass.action_jxc_approve()

    def test_who_is_not_concerned_gets_no_look(self):
        requests = self._requests(200).with_user(self.keeper)
        with self.assertRaises(UserError):
            requests.action_jxc_mass()
