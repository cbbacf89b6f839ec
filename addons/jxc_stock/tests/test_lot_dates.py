from datetime import date, datetime, timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import StockCase


@tagged("post_install", "-at_install")
class TestLotDates(StockCase):
    """T4: production date, shelf life and the dates that follow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # 23:59:59 in Shanghai is 15:59:59 of the same day in UTC.
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.months = cls._product(
            "Rice Wine",
            tracking="lot",
            use_expiration_date=True,
            jxc_shelf_unit="month",
            jxc_shelf_months=6,
            use_time=10,
            removal_time=5,
            alert_time=30,
        )
        cls.days = cls._product(
            "Yoghurt", tracking="lot", use_expiration_date=True, expiration_time=21
        )

    def _new(self, product=None, **values):
        product = product or self.months
        return self.env["stock.lot"].create(
            {"name": values.pop("name", "A1"), "product_id": product.id, **values}
        )

    def _end(self, *day):
        return datetime(*day, 15, 59, 59)

    def test_production_gives_the_other_dates(self):
        """T4: by code; months are those of the calendar."""
        lot = self._new(jxc_production_date="2026-08-31")
        self.assertEqual(lot.expiration_date, self._end(2027, 2, 28))
        self.assertEqual(lot.use_date, self._end(2027, 2, 18))
        self.assertEqual(lot.removal_date, self._end(2027, 2, 23))
        self.assertEqual(lot.alert_date, self._end(2027, 1, 29))
        lot = self._new(self.days, jxc_production_date=date(2026, 8, 31))
        self.assertEqual(lot.expiration_date, self._end(2026, 9, 21))

    def test_expiry_gives_production(self):
        """T4: the other way round, in the company's days."""
        lot = self._new(expiration_date="2026-08-15 16:30:00")  # the 16th in Shanghai
        self.assertEqual(lot.jxc_production_date, date(2026, 2, 16))
        self.assertEqual(lot.use_date, datetime(2026, 8, 5, 16, 30))

    def test_derived_dates_follow_and_entered_ones_stay(self):
        """T4: edits of one date move the others as long as they were derived."""
        lot = self._new(jxc_production_date="2026-01-10")
        lot.removal_date = self._end(2026, 7, 1)
        lot.write({"jxc_production_date": "2026-01-12"})
        self.assertEqual(lot.expiration_date, self._end(2026, 7, 12))
        self.assertEqual(lot.use_date, self._end(2026, 7, 2))
        self.assertEqual(lot.removal_date, self._end(2026, 7, 3))
        lot.write({"expiration_date": self._end(2026, 7, 11)})
        self.assertEqual(lot.jxc_production_date, date(2026, 1, 12))
        self.assertEqual(lot.use_date, self._end(2026, 7, 1))
        lot.write({"jxc_production_date": "2026-01-11"})
        self.assertEqual(lot.expiration_date, self._end(2026, 7, 11))
        other = self._new(name="A2", expiration_date=self._end(2026, 7, 10))
        other.write({"expiration_date": self._end(2026, 7, 20)})
        self.assertEqual(other.jxc_production_date, date(2026, 1, 20))

    def test_many_at_once(self):
        """T4: lots of different products written together get their own dates."""
        lots = self._new() | self._new(self.days)
        lots.write({"jxc_production_date": "2026-03-01"})
        self.assertEqual(
            lots.mapped("expiration_date"),
            [self._end(2026, 9, 1), self._end(2026, 3, 22)],
        )

    def test_import(self):
        """T4, M2: a table with either date."""
        names = ["name", "product_id/.id", "jxc_production_date", "expiration_date"]
        product = str(self.months.id)
        rows = [
            ["I1", product, "2026-01-10", ""],
            ["I2", product, "", "2026-07-10 15:59:59"],
        ]
        found = self.env["stock.lot"].load(names, rows)
        self.assertFalse(found["messages"])
        lots = self.env["stock.lot"].browse(found["ids"])
        self.assertEqual(lots.mapped("expiration_date"), [self._end(2026, 7, 10)] * 2)
        self.assertEqual(lots.mapped("jxc_production_date"), [date(2026, 1, 10)] * 2)

    def test_contradictions_are_refused(self):
        """T4: nothing expires before it was made."""
        with self.assertRaisesRegex(ValidationError, "A1.*2026-01-09.*2026-01-10"):
            self._new(
                jxc_production_date="2026-01-10", expiration_date=self._end(2026, 1, 9)
            )
        lot = self._new(name="A2", jxc_production_date="2026-01-10")
        with self.assertRaisesRegex(ValidationError, "best until 2026-07-11"):
            lot.use_date = self._end(2026, 7, 11)

    def test_without_shelf_life_as_the_host_has_it(self):
        """T4: a product without expiry keeps what is entered, and gets no more."""
        plain = self._product("Bolt", tracking="lot")
        lot = self._new(plain, jxc_production_date="2026-01-10")
        self.assertEqual(lot.jxc_production_date, date(2026, 1, 10))
        self.assertFalse(lot.expiration_date or lot.use_date or lot.jxc_dates_source)

    def test_in_the_form(self):
        """T4: what the label says is typed in any order."""
        form = Form(self.env["stock.lot"].with_user(self.keeper))
        form.product_id = self.months
        form.name = "F1"
        form.jxc_production_date = date(2026, 1, 31)
        self.assertEqual(form.expiration_date, self._end(2026, 7, 31))
        self.assertEqual(form.removal_date, self._end(2026, 7, 26))
        form.expiration_date = self._end(2026, 7, 30)
        self.assertEqual(form.jxc_production_date, date(2026, 1, 31))
        lot = form.save()
        self.assertEqual(lot.jxc_production_date, date(2026, 1, 31))
        self.assertEqual(lot.expiration_date, self._end(2026, 7, 30))
        with Form(self.env["stock.lot"].with_user(self.keeper)) as form:
            form.product_id = self.months
            form.name = "F2"
            form.expiration_date = self._end(2026, 7, 31)
            self.assertEqual(form.jxc_production_date, date(2026, 1, 31))

    def test_receiving(self):
        """T4: the keeper enters the production date with the lot number."""
        picking = self._transfer(self.suppliers, self.shelf, 5, self.months)
        line = picking.move_line_ids
        guess = self.months._jxc_shelf_life().end(line._jxc_day(picking.scheduled_date))
        self.assertEqual(line._jxc_day(line.expiration_date), guess)
        made = line._jxc_today() - timedelta(days=40)
        end = self.months._jxc_shelf_life().end(made)
        line.write({"lot_name": "R1", "jxc_production_date": made})
        self.assertEqual(line.expiration_date, line._jxc_end_of(end))
        self._finish(picking)
        lot = line.lot_id
        self.assertEqual(
            (lot.jxc_production_date, lot.jxc_dates_source), (made, "made")
        )
        self.assertEqual(lot._jxc_day(lot.use_date), end - timedelta(days=10))
        lot.jxc_production_date = made - timedelta(days=1)
        self.assertEqual(line.jxc_production_date, made - timedelta(days=1))

    def test_receiving_without_a_date(self):
        """T4: a date that nobody entered is not made up."""
        picking = self._transfer(self.suppliers, self.shelf, 5, self.days)
        picking.move_line_ids.lot_name = "R2"
        lot = self._finish(picking).move_line_ids.lot_id
        self.assertTrue(lot.expiration_date)
        self.assertFalse(lot.jxc_production_date)

    def test_receiving_a_contradiction(self):
        """T4: it is refused where it is typed."""
        picking = self._transfer(self.suppliers, self.shelf, 5, self.days)
        with self.assertRaisesRegex(ValidationError, "Yoghurt R3"):
            picking.move_line_ids.write(
                {
                    "lot_name": "R3",
                    "jxc_production_date": "2026-02-28",
                    "expiration_date": self._end(2026, 2, 1),
                }
            )

    def test_remaining_life(self):
        """T4: days left and their share of the whole."""
        today = self.env["stock.lot"]._jxc_today()
        lot = self._new(self.days, jxc_production_date=today - timedelta(days=14))
        self.assertEqual(lot.jxc_remaining_days, 7)
        self.assertAlmostEqual(lot.jxc_remaining_share, 1 / 3)
        self.assertEqual(lot.jxc_expiry_state, "good")
        lot.alert_date = fields.Datetime.now()
        self.assertEqual(lot.jxc_expiry_state, "near")
        lot.jxc_production_date = today - timedelta(days=30)
        self.assertEqual(
            (lot.jxc_expiry_state, lot.jxc_remaining_share), ("expired", 0)
        )

    def test_one_number_for_one_product(self):
        """T4: where the company wants it so."""
        self._new(name="U1")
        self._new(self.days, name="U1")
        self.company.jxc_lot_one_product = True
        self._new(name="U2")
        with self.assertRaisesRegex(ValidationError, "U2.*Rice Wine.*Yoghurt"):
            self._new(self.days, name="U2")

    def test_days_of_a_product_in_months(self):
        """T4: the host's forecast reckons in days."""
        self.assertEqual(self.months.expiration_time, 182)
        self.months.jxc_shelf_unit = "day"
        self.months.expiration_time = 100
        self.assertEqual(self.months._jxc_shelf_life().number, 100)
