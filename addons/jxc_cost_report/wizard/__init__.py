from . import jxc_cost_ageing_ask, jxc_cost_period, jxc_cost_turnover_ask
