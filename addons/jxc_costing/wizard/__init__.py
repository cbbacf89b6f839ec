from . import jxc_cost_method_change, jxc_cost_period
