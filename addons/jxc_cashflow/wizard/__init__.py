from . import (
    jxc_cash_forecast,
    jxc_cash_forecast_line,
    jxc_cash_forecast_print,
    jxc_cash_forecast_source,
    jxc_cash_forecast_unbooked,
)
