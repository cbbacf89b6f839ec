from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import LabelCase


@tagged("post_install", "-at_install")
class TestLotNumbers(LabelCase):
    """T3: lots are numbered by a rule of the product or of its category."""

    def setUp(self):
        super().setUp()
        self.category.jxc_lot_rule_id = self.rule
        self.company.jxc_fill_lots = True

    def _new(self, product=None, **values):
        return self.env["stock.lot"].create(
            {"product_id": (product or self.tea).id, **values}
        )

    def test_counted_anew_with_each_date(self):
        """T3: the running number begins at 1 for each product and day."""
        names = [
            self._new(jxc_production_date=day).name
            for day in ("2026-11-01", "2026-11-01", "2026-11-02")
        ]
        expected = ["JJM250-261101-001", "JJM250-261101-002", "JJM250-261102-001"]
        self.assertEqual(names, expected)

    def test_a_number_that_was_typed_is_left_out(self):
        """T3: numbers by rule are unique, also among those typed by hand."""
        self._lot("JJM250-261101-001")
        self._lot("JJM250-261101-002")
        self.assertEqual(
            self._new(jxc_production_date="2026-11-01").name, "JJM250-261101-003"
        )

    def test_each_company_counts_for_itself(self):
        """T3: the other company's first lot is its number one."""
        other = self.env["res.company"].create({"name": "Other"})
        for company in (self.company, self.company, other):
            lot = self._new(jxc_production_date="2026-11-01", company_id=company.id)
        self.assertEqual(lot.name, "JJM250-261101-001")

    def test_nearest_rule(self):
        """T3: product, then its own sequence of the host, then the categories."""
        short = self.env["jxc.lot.rule"].create({"name": "S", "pattern": "S{seq:2}"})
        child = self.category.copy({"name": "Red", "parent_id": self.category.id})
        child.jxc_lot_rule_id = False
        self.tea.categ_id = child
        template = self.tea.product_tmpl_id
        self.assertEqual(template._jxc_lot_rule(), self.rule)
        template.serial_prefix_format = "OWN"
        self.assertFalse(template._jxc_lot_rule())
        self.assertTrue(self._new().name.startswith("OWN"))
        template.jxc_lot_rule_id = short
        self.assertRegex(self._new().name, r"^S\d\d$")

    def test_receipt_is_filled_in(self):
        """T3, T4: lines left empty get a number by the rule; the lot has the date."""
        picking = self._arrival(12, made="2026-11-01")
        self._validate(picking)
        self.assertEqual(picking.state, "done")
        lot = picking.move_line_ids.lot_id
        self.assertEqual(lot.name, "JJM250-261101-001")
        self.assertEqual(str(lot.jxc_production_date), "2026-11-01")

    def test_same_move_same_dates_is_one_lot(self):
        """T3: what was put into two bins is still one lot."""
        picking = self._arrival(9, 3, made="2026-11-01")
        self._validate(picking)
        self.assertEqual(len(picking.move_line_ids), 2)
        self.assertEqual(len(picking.move_line_ids.lot_id), 1)

    def test_what_the_keeper_entered_stays(self):
        """T3: only lines without a number are filled in."""
        picking = self._arrival(12, made="2026-11-01", lot_name="VENDOR-7")
        self._validate(picking)
        self.assertEqual(picking.move_line_ids.lot_id.name, "VENDOR-7")

    def test_only_where_the_company_wants_it(self):
        """T3: otherwise the host asks for the number, as before."""
        self.company.jxc_fill_lots = False
        with self.assertRaisesRegex(UserError, "金骏眉"):
            self._validate(self._arrival(12, made="2026-11-01"))

    def test_no_production_date_no_number(self):
        """T3, T4: a number that would lie about its date is refused."""
        self.tea.use_expiration_date = False
        with self.assertRaisesRegex(UserError, "production date"):
            self._validate(self._arrival(12))

    def test_serial_numbers_one_by_one(self):
        """T3: each piece gets its own."""
        rule = self.env["jxc.lot.rule"].create({"name": "S", "pattern": "SN{seq:4}"})
        scale = self._product("Scale", tracking="serial")
        scale.product_tmpl_id.jxc_lot_rule_id = rule
        picking = self._arrival(1, 1, product=scale)
        self._validate(picking)
        names = picking.move_line_ids.lot_id.mapped("name")
        self.assertEqual(len(set(names)), 2)
        self.assertTrue(all(name.startswith("SN") for name in names))

    def test_generate_lots(self):
        """T3: “Generate Lots” without a first number takes those of the rule."""
        self.rule.pattern = "{code}-{seq:3}"
        picking = self._arrival(12)
        values = self.env["stock.move"].with_user(self.keeper)
        generated = values.action_generate_lot_line_vals(
            {
                "default_product_id": self.tea.id,
                "default_location_dest_id": self.shelf.id,
                "default_tracking": "lot",
                "default_quantity": 12,
                "default_move_id": picking.move_ids.id,
            },
            "generate",
            "",
            5,
            "",
        )
        names = [line["lot_name"] for line in generated]
        self.assertEqual(names, ["JJM250-001", "JJM250-002", "JJM250-003"])

    def test_bad_patterns_are_refused_with_a_reason(self):
        """T3: the form shows an example while it is typed, or what is wrong."""
        form = Form(self.env["jxc.lot.rule"])
        form.name = "New"
        form.pattern = "{code}-{seq:2}"
        self.assertEqual(form.jxc_example, "JL001-01")
        form.pattern = "{code}"
        self.assertFalse(form.jxc_example)
        self.assertIn("{seq:3}", form.jxc_problem)
        for pattern in ("{code}", "{batch}{seq}", "批{seq}", "{seq:3", "L" * 30):
            with self.assertRaises(ValidationError):
                self.rule.pattern = pattern

    def test_rules_are_the_managers(self):
        """F2: a keeper reads the rules and cannot turn back a counter."""
        rule = self.rule.with_user(self.keeper)
        self.assertTrue(rule.jxc_example)
        with self.assertRaises(AccessError):
            rule.pattern = "{seq}"
        self._new(jxc_production_date="2026-11-01")
        counter = self.env["jxc.lot.counter"].search(
            [("frame", "=", "JJM250-261101-{}")]
        )
        self.assertEqual(counter.number, 1)
        with self.assertRaises(AccessError):
            counter.with_user(self.keeper).number = 0
        with self.assertRaises(AccessError):
            counter.with_user(self.keeper).read(["number"])

    def test_many_at_once(self):
        """T3: a thousand numbers of a product take a handful of queries."""
        self.tea._jxc_take_lot_names(1, self._day())
        with self.assertQueryCount(3):
            names = self.tea._jxc_take_lot_names(1000, self._day())
        self.assertEqual(len(set(names)), 1000)

    def _day(self):
        return self.env["stock.lot"]._jxc_today()
