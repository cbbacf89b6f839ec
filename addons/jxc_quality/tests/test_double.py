from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import QualityCase


@tagged("post_install", "-at_install")
class TestDouble(QualityCase):
    """P7: double sampling. Of 1,000 at AQL 2.5: 50 pieces with Ac 2 and Re 5, and 50
    more with Ac 6 of both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._plan(
            product_tmpl_id=cls.product.product_tmpl_id.id,
            sampling="double",
            aql_major="2.5",
            aql_minor="2.5",
        )

    def _first(self, **bad):
        _order, inspection = self._arrive(1000)
        self._enter(inspection, **bad)
        return inspection, inspection.check_ids

    def _score(self):
        standings = self.env["jxc.quality.standing"]
        return standings.search([("product_id", "=", self.product.id)]).score

    def test_the_first_sample_may_decide(self):
        """P7: up to Ac it accepts, from Re on it rejects; nobody draws more."""
        for found, proposal in ((2, "accepted"), (5, "rejected")):
            inspection, check = self._first(major=found)
            limits = [(one.size, one.ac, one.re) for one in check.limit_ids]
            self.assertEqual(limits, [(50, 0, 1), (50, 2, 5), (50, 2, 5)])
            self.assertEqual(check.limit_ids.mapped("second_size"), [50] * 3)
            self.assertEqual(check.item_ids.mapped("required"), [50, 50])
            self.assertEqual(check.proposal, proposal)
            inspection.action_jxc_propose()
            inspection.action_jxc_done()
            self.assertEqual(inspection.state, "done")
            self.assertEqual(self._score(), 3 if found == 2 else 0)

    def test_in_between_the_second_sample_is_asked_for(self):
        """P7: nothing is finished without it; only the class that is undecided has to
        be looked at again, and its pieces of both samples decide."""
        for second, proposal in ((6, "accepted"), (7, "rejected")):
            inspection, check = self._first(major=3, minor=1)
            self.assertEqual((check.proposal, check.second_size), ("second", 50))
            with self.assertRaisesRegex(UserError, "50"), self.env.cr.savepoint():
                inspection.action_jxc_propose()
            with self.assertRaises(UserError), self.env.cr.savepoint():
                inspection.action_jxc_done()
            check.action_jxc_second()
            self.assertEqual(check.proposal, "open")
            major, minor = check.item_ids
            self.assertEqual((major.required, minor.required), (100, 50))
            drawn = check.limit_ids.filtered("drawn")
            self.assertEqual(drawn.mapped("severity"), ["critical", "major"])
            self.assertEqual(drawn.mapped("first_found"), [0, 3])
            major.write({"tally_tested": 100, "tally_found": second})
            self.assertEqual(check.proposal, proposal)
            self.assertIn("50", inspection.sudo().message_ids[:1].body)
            inspection.action_jxc_propose()
            inspection.action_jxc_done()
            self.assertEqual(self._score(), 0)

    def test_it_is_drawn_once_and_not_early(self):
        """P7: neither before the first is finished, nor where it has decided; pressed
        twice it is one."""
        _order, inspection = self._arrive(1000)
        check = inspection.check_ids
        with self.assertRaises(UserError), self.env.cr.savepoint():
            check.action_jxc_second()
        self._enter(inspection, major=2)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            check.action_jxc_second()
        inspection, check = self._first(major=3)
        check.action_jxc_second()
        before = inspection.sudo().message_ids
        check.action_jxc_second()
        self.assertEqual(inspection.sudo().message_ids, before)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            check.with_user(self.keeper).action_jxc_second()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            check.limit_ids.write({"drawn": False})

    def test_one_critical_piece_rejects_in_either_sample(self):
        """P7: none is tolerated in whatever is looked at."""
        plan = self.env["jxc.quality.plan"].search([], order="id desc", limit=1)
        plan.characteristic_ids[1].severity = "critical"
        _inspection, check = self._first(major=3)
        check.action_jxc_second()
        self.assertEqual(check.item_ids.mapped("required"), [100, 100])
        check.item_ids[1].write({"tally_tested": 70, "tally_found": 1})
        self.assertEqual(check.proposal, "rejected")

    def test_reduced_inspection_is_single(self):
        """P7: after ten lots that the first sample accepted: 32 pieces, Ac 3."""
        for _lot in range(10):
            self._finish(self._arrive(1000)[1])
        _order, inspection = self._arrive(1000)
        limit = inspection.check_ids.limit_ids[1]
        self.assertEqual(inspection.check_ids.severity, "reduced")
        self.assertEqual((limit.size, limit.ac, limit.second_size), (32, 3, 0))
        self.assertFalse(inspection.check_ids.double)

    def test_the_sheet_and_the_report_show_it(self):
        """P7: both samples, with Ac and Re; and the form says what to draw."""
        inspection, check = self._first(major=3)
        form = Form(check)
        self.assertEqual((form.double, form.second_size), (True, 50))
        check.action_jxc_second()
        report = "jxc_quality.jxc_inspection_report"
        html = (
            self.env["ir.actions.report"]
            .sudo()
            ._render_qweb_html(report, inspection.ids)[0]
        )
        text = "".join(html.decode().split())
        self.assertIn("<span>6</span>/<span>7</span>", text)
