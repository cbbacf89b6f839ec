import pytest
from jxc_costing.logic.trade_accounts import MATERIALS, MERCHANDISE, Present, decide

#: A company as the host's Chinese chart leaves it.
FRESH = Present(
    stock_account=MATERIALS,
    variation_account=None,
    expense_account=None,
    cost_method="standard",
    valuation="periodic",
    has_history=False,
)


@pytest.mark.parametrize(
    ("chart", "cost_of_sales"),
    [
        ("cn", "l10n_cn_account_5401"),
        ("cn_large_bis", "l10n_cn_large_bis_account_6401"),
    ],
)
def test_a_new_company_becomes_a_trader(chart, cost_of_sales):
    """T5: merchandise in 1405, its cost to 5401 or 6401, moving average, perpetual."""
    assert decide(chart, FRESH) == {
        "stock_account": MERCHANDISE,
        "variation_account": cost_of_sales,
        "expense_account": cost_of_sales,
        "cost_method": "average",
        "valuation": "real_time",
    }


def test_it_is_done_once():
    """T5: a company that is a trader already is not changed again."""
    done = Present(MERCHANDISE, "l10n_cn_account_5401", "l10n_cn_account_5401",
                   "average", "real_time", False)  # fmt: skip
    assert decide("cn", done) == {}


def test_what_a_user_set_stays():
    """T5: FIFO, another stock account or another expense account are choices."""
    chosen = Present("1406_mine", "6402_mine", "6403_mine", "fifo", "real_time", False)
    assert decide("cn", chosen) == {}


def test_a_company_with_stock_keeps_its_method():
    """T5: after the first receipt a change of method would revalue the past."""
    now = FRESH._replace(has_history=True)
    assert set(decide("cn", now)) == {"variation_account", "expense_account"}


@pytest.mark.parametrize("chart", [None, False, "generic_coa", "fr"])
def test_other_charts_are_left_alone(chart):
    assert decide(chart, FRESH) == {}
