from . import (
    test_cost_flows,
    test_cost_rpc,
    test_cost_visibility,
    test_histories,
    test_ledger,
    test_methods,
    test_posting,
    test_rewriting,
    test_scopes,
    test_summary,
    test_takeover,
    test_trade_accounts,
)
