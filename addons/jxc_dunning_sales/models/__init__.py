from . import jxc_dunning_level, res_partner, sale_order, stock_picking
