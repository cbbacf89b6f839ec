from . import jxc_cost_period
