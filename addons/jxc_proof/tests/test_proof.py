from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import PIXEL, ProofCase


@tagged("post_install", "-at_install")
class TestProof(ProofCase):
    def test_a_shipment_opens_its_proof(self):
        """S4: customer, order, day and how long it is open; seen by all concerned."""
        order = self._confirmed((self.bottle, 5))
        with freeze_time("2026-03-02 04:00:00"):
            proof = self._proof(self._ship(order))
        with freeze_time("2026-03-12 04:00:00"):
            for user in (self.keeper, self.salesperson, self.accountant):
                self.assertRecordValues(
                    proof.with_user(user),
                    [
                        {
                            "partner_id": self.customer.id,
                            "order_id": order.id,
                            "shipped_on": date(2026, 3, 2),
                            "days_open": 10,
                            "state": "waiting",
                            "holds": False,
                        }
                    ],
                )

    def test_receipts_and_picks_have_none(self):
        """S5: only what goes to the customer is signed for, once."""
        self.warehouse.delivery_steps = "pick_ship"
        order = self._confirmed((self.bottle, 5))
        self.assertFalse(self._ship(order).jxc_proof_ids)
        shipped = self._ship(order)
        self.assertEqual(len(shipped.jxc_proof_ids), 1)
        self.assertFalse(self._return(shipped, 1).jxc_proof_ids)

    def test_the_keeper_enters_it_in_the_form(self):
        """S4: with signature or photo; who entered it and when are kept."""
        picking = self._ship(self._confirmed((self.bottle, 5)))
        with Form(self._proof(picking)) as form:
            form.signed_by = "Mrs Wang"
            form.signed_on = fields.Date.context_today(self.keeper)
            form.signature = PIXEL
        proof = form.record
        proof.action_sign()
        self.assertRecordValues(
            proof, [{"state": "signed", "entered_by_id": self.keeper.id}]
        )
        self.assertTrue(proof.entered_on)
        self.assertEqual(picking.jxc_proof_state, "signed")
        self.assertIn("Mrs Wang", picking.message_ids[0].body)

    def test_what_proves_nothing_is_refused(self):
        """S4: without a name, day or picture, or with a day that cannot be."""
        picking = self._ship(self._confirmed((self.bottle, 5)))
        today = fields.Date.context_today(self.keeper)
        for missing in (
            {"signed_by": False},
            {"signed_on": False},
            {"photo": False},
            {"signed_on": today + timedelta(days=1)},
            {"signed_on": today - timedelta(days=1)},
        ):
            with (
                self.subTest(missing),
                self.assertRaisesRegex(UserError, picking.name),
                self.env.cr.savepoint(),
            ):
                self._enter(picking, **missing).action_sign()
        self._sign(picking)

    def test_it_is_signed_once_and_stands(self):
        """S4: neither twice, nor changed, nor deleted; not by a manager either."""
        proof = self._sign(self._ship(self._confirmed((self.bottle, 5))))
        for user in (self.keeper, self.manager):
            mine = proof.with_user(user)
            with self.assertRaises(UserError):
                mine.action_sign()
            with self.assertRaises(UserError):
                mine.signed_by = "Somebody else"
            with self.assertRaises(AccessError):
                mine.unlink()

    def test_only_keepers_enter_and_only_what_is_theirs(self):
        """F2: sales and accounts read; the state is set by the button alone."""
        picking = self._ship(self._confirmed((self.bottle, 5)))
        for user in (self.salesperson, self.accountant):
            with self.assertRaises(AccessError):
                self._enter(picking, user)
            with self.assertRaises(AccessError):
                self._proof(picking, user).action_sign()
        for vals in ({"state": "signed"}, {"holds": True}, {"entered_by_id": 1}):
            with self.assertRaises(UserError):
                self._proof(picking).write(vals)
        with self.assertRaises(AccessError):
            self.env["jxc.proof"].with_user(self.keeper).create(
                {"picking_id": picking.id, "shipped_on": "2026-01-01"}
            )

    def test_other_companies_do_not_see_it(self):
        """F2: a keeper of another company neither reads nor signs."""
        other = self.env["res.company"].create({"name": "Other"})
        picking = self._ship(self._confirmed((self.bottle, 5)))
        self.keeper.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        proof = self._proof(picking)
        self.assertFalse(proof.search([("id", "=", proof.id)]))
        with self.assertRaises(AccessError):
            proof.action_sign()

    def test_what_came_back_in_full_needs_none(self):
        """S7: part of it does not close the proof, all of it does."""
        picking = self._ship(self._confirmed((self.bottle, 5)))
        self._return(picking, 2)
        self.assertEqual(self._proof(picking).state, "waiting")
        self._return(picking, 3)
        self.assertEqual(self._proof(picking).state, "returned")
        with self.assertRaises(UserError):
            self._enter(picking)
