from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import QualityCase

GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@tagged("post_install", "-at_install")
class TestResults(QualityCase):
    def setUp(self):
        super().setUp()
        self.plan = self._plan(
            [
                {
                    "name": "净重",
                    "kind": "measure",
                    "severity": "major",
                    "has_minimum": True,
                    "minimum": 420,
                    "has_maximum": True,
                    "maximum": 430,
                    "unit": "g",
                },
                {
                    "name": "色泽",
                    "kind": "choice",
                    "severity": "minor",
                    "choice_ids": [
                        (0, 0, {"name": "正常", "conforms": True}),
                        (0, 0, {"name": "发黑", "conforms": False}),
                    ],
                },
                {"name": "外包装照片", "kind": "photo", "severity": "minor"},
            ],
            product_tmpl_id=self.product.product_tmpl_id.id,
        )
        self.order, self.inspection = self._arrive(20)
        self.check = self.inspection.check_ids
        self.items = {item.name: item for item in self.check.item_ids}

    def _fill(self, weights):
        for name in ("漏罐", "标签歪斜", "色泽"):
            self.items[name].action_jxc_rest_conforms()
        self.items["净重"].sample_ids = [
            (0, 0, {"number": number, "value": value})
            for number, value in enumerate(weights, 1)
        ]
        self.items["外包装照片"].sample_ids = [(0, 0, {"photo": GIF})]

    def test_the_facts_propose_the_verdict(self):
        """P7: 20 pieces, C; major 1.0 becomes E with 13, minor 2.5 C with 5."""
        sizes = {one.severity: one.size for one in self.check.limit_ids}
        self.assertEqual(sizes, {"critical": 13, "major": 13, "minor": 5})
        self.assertEqual(self.check.proposal, "open")
        self._fill([425] * 12)
        self.assertEqual(self.check.proposal, "open")
        with self.assertRaisesRegex(UserError, "净重"):
            self.inspection.action_jxc_done()
        self.items["净重"].sample_ids = [(0, 0, {"number": 13, "value": 430})]
        self.assertEqual(self.check.proposal, "accepted")
        self.inspection.action_jxc_propose()
        self.inspection.action_jxc_done()
        self.assertEqual(self.inspection.verdict, "accepted")
        self.assertEqual(self._atp(self.product).atp, 20)

    def test_a_measure_beyond_its_limit_rejects(self):
        """P7: 431 g is one nonconforming piece, Ac is 0: rejected, and why."""
        self._fill([425, 431])
        self.assertEqual(self.check.proposal, "rejected")
        self.inspection.action_jxc_propose()
        line = self.inspection.line_ids
        self.assertEqual((line.accepted, line.reason), (0, "净重 × 1"))
        self.inspection.action_jxc_done()
        figure = self._atp(self.product)
        self.assertEqual((figure.atp, figure.quarantine), (0, 20))
        self.assertFalse(self._bills(self.order))

    def test_limits_count_and_choices_judge(self):
        """P7: the limit itself conforms; a bad choice does not."""
        item = self.items["净重"]
        item.sample_ids = [(0, 0, {"number": 1, "value": 420})]
        self.assertTrue(item.sample_ids.conforms)
        item.sample_ids.value = 419.9999
        self.assertFalse(item.sample_ids.conforms)
        colour = self.items["色泽"]
        bad = colour.characteristic_id.choice_ids.filtered(lambda c: not c.conforms)
        colour.sample_ids = [(0, 0, {"number": 2, "choice_id": bad.id})]
        self.assertEqual((colour.found, self.check.found), (1, 2))
        with self.assertRaises(UserError):
            item.sample_ids.choice_id = bad

    def test_a_piece_with_two_faults_counts_once(self):
        """P7: under its worst class."""
        for name in ("漏罐", "标签歪斜"):
            self.items[name].sample_ids = [(0, 0, {"number": 4, "good": False})]
        found = {one.severity: one.found for one in self.check.limit_ids}
        self.assertEqual(found, {"critical": 0, "major": 1, "minor": 0})

    def test_a_deviation_needs_a_reason(self):
        """P7: stricter or milder; the whole of a rejected lot only by concession."""
        self._fill([431])
        self.inspection.action_jxc_propose()
        line = self.inspection.line_ids
        line.write({"accepted": 15, "reason": "挑选"})
        with self.assertRaisesRegex(UserError, self.inspection.name):
            self.inspection.action_jxc_done()
        line.write({"accepted": 20, "deviation": "急用"})
        with self.assertRaises(UserError):
            self.inspection.action_jxc_done()
        line.write({"accepted": 15, "deviation": "全数挑选,不合格 5 件"})
        self.inspection.action_jxc_done()
        self.assertEqual(self.inspection.verdict, "partial")
        figure = self._atp(self.product)
        self.assertEqual((figure.atp, figure.quarantine), (15, 5))
        self.assertEqual(self._bills(self.order).amount_untaxed, 150)

    def test_all_pieces(self):
        """P7: with 100 % inspection the bad ones are sorted out."""
        self.plan.method = "full"
        order, inspection = self._arrive(20)
        check = inspection.check_ids
        self.assertEqual(set(check.limit_ids.mapped("size")), {20})
        for item in check.item_ids.filtered(lambda i: i.kind in ("bool", "choice")):
            item.action_jxc_rest_conforms()
        items = {item.name: item for item in check.item_ids}
        items["漏罐"].tally_found = 3
        items["净重"].sample_ids = [
            (0, 0, {"number": number, "value": 425}) for number in range(1, 21)
        ]
        items["外包装照片"].sample_ids = [(0, 0, {"photo": GIF})]
        inspection.action_jxc_propose()
        self.assertEqual(inspection.line_ids.accepted, 17)
        inspection.action_jxc_done()
        self.assertEqual(self._bills(order).amount_untaxed, 170)

    def test_the_report_prints(self):
        """P7: with values, samples and verdict."""
        self._fill([431])
        self.inspection.action_jxc_propose()
        self.inspection.action_jxc_done()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "jxc_quality.jxc_inspection_report", self.inspection.ids
        )
        text = html.decode()
        for part in (self.inspection.name, "净重", "420 – 430 g", "431"):
            self.assertIn(part, text)
