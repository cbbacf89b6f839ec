import {describe, expect, test} from "@odoo/hoot";

import {readScan} from "@jxc_pda/gs1";
import {VECTORS} from "./gs1_vectors";

describe.current.tags("headless");

function outcome(vector) {
    try {
        const scan = readScan(vector.code);
        if (vector.refuse) {
            return "read";
        }
        return Object.keys(vector.read).map((name) =>
            name === "weight" ? String(scan[name]) : scan[name],
        );
    } catch (error) {
        return error.kind || String(error);
    }
}

for (const vector of VECTORS) {
    test(`K6, S5: ${JSON.stringify(vector.code)}`, () => {
        expect(outcome(vector)).toEqual(vector.refuse || Object.values(vector.read));
    });
}
