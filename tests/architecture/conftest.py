"""One test per law and add-on: ``-k jxc_stock`` narrows to one add-on."""

import codebase


def pytest_generate_tests(metafunc):
    if "addon" in metafunc.fixturenames:
        metafunc.parametrize("addon", codebase.addons(), ids=str)
