import {describe, expect, test} from "@odoo/hoot";
import {ConnectionLostError} from "@web/core/network/rpc";
import {Deferred} from "@web/core/utils/concurrency";

import {TransferSync} from "@jxc_pda/transfer_sync";

describe.current.tags("headless");

const told = {lost: () => {}, refused: () => {}};

/** A device, and a server that keeps what it is sent. */
function setting() {
    const rows = new Map();
    const store = {
        transfer: async (id) => rows.get(id),
        keepTransfer: async (id, data, parts, saved) => {
            const row = JSON.stringify({id, data, parts, saved});
            rows.set(id, JSON.parse(row));
        },
    };
    const server = {done: 0, away: false, calls: [], put: null};
    const orm = {
        async call(_model, method, args) {
            server.calls.push(method);
            if (server.away) {
                throw new ConnectionLostError("/web/dataset/call_kw");
            }
            if (method === "put") {
                await server.put;
                server.done = args[1][1].reduce((sum, one) => sum + one.quantity, 0);
                return true;
            }
            const place = {location_id: 5, location_dest_id: 90};
            const own = {move_id: 1, product_id: 10, lot_name: "", package_id: false};
            const line = {...own, ...place, id: 1, quantity: server.done || 3};
            return {
                kind: "outgoing",
                moves: {1: {id: 1, product_id: 10, demand: 3}},
                lines: [{...line, picked: Boolean(server.done)}],
                products: {10: {id: 10, name: "P", barcodes: {}, tracking: "none"}},
                places: {},
                target: {id: 90, name: "out"},
            };
        },
    };
    return {server, screen: (id) => new TransferSync(orm, store, id, told)};
}

function scan(sync) {
    const [part] = sync.work.parts[1];
    const fresh = {location_id: 5, lot_name: "", package_id: false, quantity: 0};
    const next = {...(part || fresh)};
    next.quantity++;
    sync.work.parts[1] = [next];
    return sync.save(1);
}

const quantity = (sync) => sync.work.parts[1][0].quantity;

test("what the server took is there when the network goes", async () => {
    const {server, screen} = setting();
    const first = screen(101);
    await first.start();
    await scan(first);
    await scan(first);
    server.away = true;
    const second = screen(101);
    await second.start();
    expect(quantity(second)).toBe(2);
    expect([...second.unsaved]).toEqual([]);
    await scan(second);
    server.away = false;
    await second.flush();
    expect(server.done).toBe(3);
});

test("a screen opened again waits for what the closed one sends", async () => {
    const {server, screen} = setting();
    const first = screen(102);
    await first.start();
    server.put = new Deferred();
    const sending = scan(first);
    const second = screen(102);
    const opening = second.start();
    for (let i = 0; i < 50; i++) {
        await Promise.resolve();
    }
    expect(server.calls).toEqual(["transfer", "put"]);
    server.put.resolve();
    await Promise.all([sending, opening]);
    expect(quantity(second)).toBe(1);
    await scan(second);
    expect(server.done).toBe(2);
});
