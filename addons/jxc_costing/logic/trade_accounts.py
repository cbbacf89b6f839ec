"""Which accounts and which method a Chinese trader keeps his stock with.

The host's Chinese charts are a manufacturer's: stock in 1403 (raw materials), its
changes in selling expenses. A trader buys merchandise (1405) and turns it into cost
of sales, which is 5401 for small enterprises and 6401 for the others.
"""

from typing import NamedTuple

MATERIALS = "l10n_cn_common_account_1403"
MERCHANDISE = "l10n_cn_common_account_1405"
COST_OF_SALES = {
    "cn": "l10n_cn_account_5401",
    "cn_large_bis": "l10n_cn_large_bis_account_6401",
}


class Present(NamedTuple):
    """What a company has now. Accounts by the chart's own names."""

    stock_account: str | None
    variation_account: str | None
    expense_account: str | None
    cost_method: str
    valuation: str
    has_history: bool


def decide(chart, now):
    """What to change in the company, as {what: value}.

    Only what still stands as the host's chart left it is changed, and the method
    only while nothing was received or issued: a change of method revalues the past.

    :param chart: the chart's code, e.g. ``cn``.
    :param Present now: the company's settings.
    """
    cost_of_sales = COST_OF_SALES.get(chart)
    if not cost_of_sales:
        return {}
    change = {}
    if now.stock_account in (None, MATERIALS) and not now.has_history:
        change["stock_account"] = MERCHANDISE
    if now.variation_account is None:
        change["variation_account"] = cost_of_sales
    if now.expense_account is None:
        change["expense_account"] = cost_of_sales
    if not now.has_history:
        if now.cost_method == "standard":
            change["cost_method"] = "average"
        if now.valuation == "periodic":
            change["valuation"] = "real_time"
    return change
