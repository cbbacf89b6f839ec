import {describe, expect, test} from "@odoo/hoot";

import {readScan} from "@jxc_pda/gs1";
import {TransferWork} from "@jxc_pda/transfer_work";

describe.current.tags("headless");

const product = (id, values) => ({
    id,
    name: `P${id}`,
    code: "",
    tracking: "none",
    uom: "Units",
    barcodes: {},
    ...values,
});

const line = (id, move_id, product_id, location_id, quantity, values) => ({
    id,
    move_id,
    product_id,
    location_id,
    location_dest_id: 90,
    lot_name: "",
    package_id: false,
    quantity,
    picked: false,
    ...values,
});

function work(kind = "outgoing") {
    return new TransferWork({
        kind,
        moves: {
            1: {id: 1, product_id: 10, demand: 24},
            2: {id: 2, product_id: 20, demand: 2},
        },
        lines: [
            line(1, 1, 10, 5, 12),
            line(2, 2, 20, 6, 2, {lot_name: "L1"}),
            line(3, 1, 10, 7, 12),
        ],
        places: {5: {id: 5, name: "A"}, 6: {id: 6, name: "B"}, 7: {id: 7, name: "C"}},
        products: {
            10: product(10, {barcodes: {6901234567892: 1, 16901234567899: 12}}),
            20: product(20, {tracking: "lot", barcodes: {95012345678903: 1}}),
        },
    });
}

test("S5: a case fills its bin, and the way leads on", () => {
    const picker = work();
    expect(picker.current.location_id).toBe(5);
    picker.scanGoods(readScan("16901234567899"));
    expect(picker.current.location_id).toBe(6);
    picker.scanGoods(readScan("(01)95012345678903(30)2(10)L1"));
    expect(picker.current.location_id).toBe(7);
    picker.scanGoods(readScan("(01)16901234567899"));
    expect(picker.current).toBe(undefined);
    expect(picker.progress).toEqual({done: 2, all: 2});
    expect(picker.payload(1).map((part) => [part.location_id, part.quantity])).toEqual([
        [5, 12],
        [7, 12],
    ]);
});

test("S5: another product, another lot and too much are refused", () => {
    const picker = work();
    expect(() => picker.scanGoods(readScan("0000000000"))).toThrow();
    expect(() => picker.scanGoods(readScan("(01)95012345678903(10)L2"))).toThrow();
    expect(() => picker.scanGoods(readScan("(01)95012345678903(30)3(10)L1"))).toThrow();
    expect(picker.parts).toEqual({1: [], 2: []});
});

test("S5: what is kept by lot asks for its lot", () => {
    const picker = work();
    const scan = readScan("95012345678903");
    expect(picker.scanGoods(scan).needsLot.id).toBe(20);
    picker.scanGoods(scan, "L1");
    expect(picker.parts[2][0].lot_name).toBe("L1");
});

test("S5: undo, keypad, skip", () => {
    const picker = work();
    picker.scanGoods(readScan("6901234567892"));
    picker.setQuantity(picker.current, 7);
    expect(picker.moveDone(1)).toBe(7);
    picker.undo();
    expect(picker.moveDone(1)).toBe(1);
    picker.undo();
    expect(picker.moveDone(1)).toBe(0);
    picker.skip();
    expect(picker.current.location_id).toBe(6);
});

test("S5: received goods go to the bin scanned after them", () => {
    const picker = work("incoming");
    picker.scanGoods(readScan("6901234567892"));
    expect(picker.scanPlace({id: 91, name: "A-01"})).toBe(1);
    expect(picker.payload(1)[0].location_dest_id).toBe(91);
});
