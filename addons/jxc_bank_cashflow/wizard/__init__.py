from . import jxc_cash_forecast
