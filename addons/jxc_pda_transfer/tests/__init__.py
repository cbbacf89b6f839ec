from . import test_damage
