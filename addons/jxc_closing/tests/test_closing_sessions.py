from datetime import datetime, timedelta
from uuid import uuid4

from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from odoo.addons.jxc_base.tests.common import new_role_user
from odoo.addons.jxc_base.tests.sessions import run_sessions


@tagged("post_install", "-at_install")
class TestClosingSessions(BaseCase):
    """Sessions that commit, of a company that is put out of sight at the end (T5)."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = self._env(cr)
            name = uuid4().hex[:8]
            company = env["res.company"].create(
                {"name": name, "country_id": env.ref("base.cn").id}
            )
            company.partner_id.tz = "Asia/Shanghai"
            env["account.chart.template"].with_company(company).try_loading(
                "cn", company, install_demo=False
            )
            houses = env["stock.warehouse"]
            if not houses.search_count([("company_id", "=", company.id)]):
                houses.create({"name": name, "code": "H", "company_id": company.id})
            user = new_role_user(env, "accountant", f"test_closing_{name}")
            user.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
            self.company, self.user = company.id, user.id
            self.context = {"allowed_company_ids": company.ids}
            self.month = company._jxc_today().replace(day=1) - relativedelta(months=2)
            env = env(context={"tracking_disable": True, **self.context})
            product = env["product.product"].create(
                {"name": name, "is_storable": True, "standard_price": 10}
            )
            self.product = product.id
            self.moves = [self._receive(env, 10) for _n in "abc"]
            closing = env["jxc.closing"].create(
                {"company_id": company.id, "month": self.month}
            )
            self.closing = closing.id
        self.addCleanup(self._clean)

    def _env(self, cr):
        context = {"tracking_disable": True, **getattr(self, "context", {})}
        return api.Environment(cr, SUPERUSER_ID, context)

    def _clean(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["product.product"].browse(self.product).active = False
            env["res.users"].browse(self.user).active = False
            env["res.company"].browse(self.company).active = False

    def _receive(self, env, quantity, product=None):
        source = env.ref("stock.stock_location_suppliers")
        return self._move(env, quantity, source, self._shelf(env), product)

    def _issue(self, env, quantity, product):
        target = env.ref("stock.stock_location_customers")
        return self._move(env, quantity, self._shelf(env), target, product)

    def _shelf(self, env):
        houses = env["stock.warehouse"]
        house = houses.search([("company_id", "=", self.company)], limit=1)
        return house.lot_stock_id

    def _move(self, env, quantity, source, target, product=None):
        move = env["stock.move"].create(
            {
                "product_id": product or self.product,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": target.id,
                "company_id": self.company,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
        return move.id

    def _noon(self, day):
        day = self.month + timedelta(days=day - 1)
        return datetime.combine(day, datetime.min.time()) + timedelta(hours=4)

    def test_three_close_at_once(self):
        """T5: one of them closes, and the vouchers are there once."""
        with self.registry.cursor() as cr:
            self._env(cr)["stock.move"].browse(self.moves[0]).date = self._noon(5)
        job = [("jxc.closing", "action_close", [[self.closing]])]
        outcomes = run_sessions(self.registry, self.user, [job] * 3, self.context)
        self.assertEqual(outcomes, [None] * 3)
        self._prove(100)

    def test_postings_beside_a_closing(self):
        """T5: what is dated back while the month is closed is in it, wholly, or is
        refused; the ledger, the copy of the stock and the account agree."""
        jobs = [[("jxc.closing", "action_close", [[self.closing]])]]
        for number, move in enumerate(self.moves):
            jobs.append([self._dating_back(move, self._noon(5 + number))])
        outcomes = run_sessions(self.registry, self.user, jobs, self.context)
        refused = [one for one in outcomes if one is not None]
        for error in refused:
            self.assertIsInstance(error, UserError, error)
        self._prove(100 * (len(self.moves) - len(refused)))

    def test_the_average_of_a_month_beside_postings(self):
        """T5: 月末一次加权平均: what is dated back while its average becomes final is
        in it or is refused, goods that nobody had moved before as well; afterwards
        nothing of the month is provisional, and all issues cost the same."""
        with self.registry.cursor() as cr:
            mine, moves, issue = self._month_average(self._env(cr))
        jobs = [[("jxc.closing", "action_close", [[self.closing]])]]
        for number, move in enumerate(moves):
            jobs.append([self._dating_back(move, self._noon(5 + number))])
        outcomes = run_sessions(self.registry, self.user, jobs, self.context)
        for error in outcomes:
            self.assertIsInstance(error, UserError | None, error)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            closing = env["jxc.closing"].browse(self.closing)
            self.assertEqual(closing.state, "closed")
            rows = env["jxc.cost.row"].search(
                [("company_id", "=", self.company), ("date", "<=", closing.date_to)]
            )
            self.assertEqual(set(rows.mapped("method")), {"month"})
            self.assertFalse(rows.filtered("provisional"))
            rows_of = rows.filtered(lambda row: row.product_id.id == mine)
            came = rows_of.filtered(lambda row: row.quantity > 0)
            average = sum(came.mapped("amount")) / sum(came.mapped("quantity"))
            [went] = rows_of - came
            self.assertEqual(went.move_id.id, issue)
            self.assertAlmostEqual(went.amount, -4 * average, 2)
            refused = sum(error is not None for error in outcomes)
            self.assertEqual(len(rows), 2 + 3 - refused)
            self.assertAlmostEqual(closing.amount, sum(rows.mapped("amount")), 2)

    def _month_average(self, env):
        """Goods of which 10 came and 4 went in the month, and what is to be dated
        back: two receipts of them, and the first one of other goods."""
        category = env["product.category"].create(
            {"name": "Month", "property_cost_method": "average"}
        )
        category.jxc_month_average = True
        product = env["product.product"].browse(self.product)
        # From the beginning: a method that changes does so from today on.
        mine, other = (
            product.copy({"name": name, "categ_id": category.id})
            for name in ("Mine", "Other")
        )
        self.addCleanup(self._put_away, (mine + other).ids)
        moves = [self._receive(env, 10, mine.id) for _n in "abc"]
        for cost, move in enumerate(env["stock.move"].browse(moves), 1):
            move.value_manual = 100 * cost
        env["stock.move"].browse(moves[0]).date = self._noon(3)
        issue = self._issue(env, 4, mine.id)
        env["stock.move"].browse(issue).date = self._noon(9)
        return mine.id, [*moves[1:], self._receive(env, 10, other.id)], issue

    def _put_away(self, products):
        with self.registry.cursor() as cr:
            self._env(cr)["product.product"].browse(products).active = False

    def _dating_back(self, move, moment):
        def call(env):
            env = env(user=SUPERUSER_ID)
            env["stock.move"].browse(move).date = moment
            env.flush_all()

        return call

    def _prove(self, amount):
        """The rows of the month, its copy and its account have that amount."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            closing = env["jxc.closing"].browse(self.closing)
            self.assertEqual(closing.state, "closed")
            self.assertEqual(sum(closing.stock_ids.mapped("amount")), amount)
            rows = env["jxc.cost.row"].search(
                [("company_id", "=", self.company), ("date", "<=", closing.date_to)]
            )
            self.assertEqual(sum(rows.mapped("amount")), amount)
            accounts = closing.company_id._jxc_stock_accounts()
            items = env["account.move.line"].search(
                [
                    ("account_id", "in", accounts.ids),
                    ("company_id", "=", self.company),
                    ("parent_state", "=", "posted"),
                    ("date", "<=", closing.date_to),
                ]
            )
            self.assertEqual(sum(items.mapped("balance")), amount)
            entries = closing.voucher_ids.move_id
            self.assertEqual(len(entries), 1 if amount else 0)
