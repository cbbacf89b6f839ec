import {describe, expect, test} from "@odoo/hoot";

import {CountStore} from "@jxc_pda/count_store";

describe.current.tags("headless");

const rows = {
    add: (store, row) => store.add(row),
    refuse: (store, row) => store.refuse(row),
    drop: (store, id) => store.remove(id),
    all: (store) => store.waiting(),
};
const finds = {
    add: (store, row) => store.addFind(row),
    refuse: (store, row) => store.refuseFind(row),
    drop: (store, id) => store.dropFind(id),
    all: (store) => store.finds(),
};

for (const [what, table] of Object.entries({rows, finds})) {
    test(`${what}: what was given up does not come back with the answer`, async () => {
        const store = new CountStore(`jxc_pda_test/${what}/${Math.random()}`);
        await table.add(store, {client_id: "a", number: 1});
        await table.add(store, {client_id: "b", number: 2});
        await table.drop(store, "a");

        await table.refuse(store, {client_id: "a", number: 1, refused: "No."});
        await table.refuse(store, {client_id: "b", number: 2, refused: "No."});

        expect(await table.all(store)).toEqual([
            {client_id: "b", number: 2, refused: "No."},
        ]);
    });
}
