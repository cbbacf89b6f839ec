/* Runs in the page: what the hardware of device.py does, and what the page answers. */

const pdaOne = (selector) => document.querySelector(selector);
const pdaAll = (selector) => [...document.querySelectorAll(selector)];

async function pdaUntil(what, check) {
    for (let i = 0; i < 2000; i++) {
        const found = check();
        if (found) {
            return found;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`never came: ${what}; the page says ${document.body.innerText}`);
}

/** A wedge scanner types the code, then Enter: keys of Chrome's own (device.py). */
const pdaKeys = (code) => console.debug("device type", code);

/** A finger on it: it is pressed, and has the focus afterwards. What moves away under
 *  the finger, as when a warning appears above it, is tried again. */
async function pdaTap(selector) {
    for (let i = 0; i < 5; i++) {
        const node = await pdaUntil(selector, () => {
            const found = pdaOne(selector);
            return found && !found.disabled && found;
        });
        node.scrollIntoView({block: "nearest"});
        const {x, y, width, height} = node.getBoundingClientRect();
        const hit = new Promise((resolve) => {
            const tell = ({target}) => resolve(target.closest(selector));
            addEventListener("pointerdown", tell, {capture: true, once: true});
        });
        console.debug("device tap", x + width / 2, y + height / 2);
        if (await hit) {
            return;
        }
    }
    throw new Error(`the finger misses ${selector}`);
}

/** Scan, and wait for the page's word on it. */
async function pdaScan(code, good) {
    const before = pdaOne(".o_jxc_message")?.dataset.number;
    pdaKeys(code);
    const message = await pdaUntil(`an answer to ${code}`, () => {
        const node = pdaOne(".o_jxc_message");
        return node && node.dataset.number !== before && node;
    });
    if (message.classList.contains("o_jxc_good") !== good) {
        throw new Error(`${code}: ${message.innerText}`);
    }
    return message.innerText;
}

function pdaSmall() {
    const buttons = [...document.querySelectorAll(".o_jxc_pda button")];
    const small = buttons.find((node) => node.offsetHeight && node.offsetHeight < 48);
    if (small) {
        throw new Error(`too small for a thumb: ${small.outerHTML}`);
    }
    if (document.documentElement.scrollWidth > window.innerWidth) {
        throw new Error("scrolls sideways");
    }
}

async function jxcPick({name, way, counts, names, wrong}) {
    pdaSmall();
    pdaKeys(name);
    await pdaUntil("the transfer", () => pdaOne(".o_jxc_current"));
    pdaSmall();
    await pdaScan(wrong, false);
    for (let i = 0; i < way.length; i++) {
        const next = pdaOne(".o_jxc_goods").innerText;
        if (next !== names[i]) {
            throw new Error(`the way leads to ${next}, not to ${names[i]}`);
        }
        for (let n = 0; n < counts[i]; n++) {
            await pdaScan(way[i], true);
        }
        if (i === 0) {
            await pdaScan(way[0], false); // one more than asked for
        }
    }
    await pdaTap(".o_jxc_finish");
    await pdaUntil("the end", () => pdaOne(".o_jxc_finished"));
}

/** The network as a warehouse knows it: "on", "off", or "deaf": the server hears the
 *  page, the page does not hear the server. */
function pdaNetwork() {
    const send = XMLHttpRequest.prototype.send;
    const open = XMLHttpRequest.prototype.open;
    const network = {state: "on", deaf: 0, finds: 0};
    XMLHttpRequest.prototype.open = function (method, url, ...rest) {
        this.pdaUrl = url;
        return open.call(this, method, url, ...rest);
    };
    XMLHttpRequest.prototype.send = function (body) {
        if (this.pdaUrl.includes("jxc.pda.unknown/jxc_keep")) {
            this.addEventListener("loadend", () => network.finds++);
        }
        const fail = () => this.dispatchEvent(new ProgressEvent("error"));
        if (network.state === "off") {
            setTimeout(fail);
        } else if (network.state === "deaf" && this.pdaUrl.includes("jxc_push")) {
            const twin = new XMLHttpRequest();
            open.call(twin, "POST", this.pdaUrl);
            twin.setRequestHeader("Content-Type", "application/json");
            twin.onload = () => {
                network.deaf++;
                fail();
            };
            send.call(twin, body);
        } else {
            send.call(this, body);
        }
    };
    return network;
}

async function jxcCount({plan, bins, goods}) {
    const network = pdaNetwork();
    const row = await pdaUntil("the plan", () =>
        [...document.querySelectorAll(".o_jxc_plan")].find((node) =>
            node.innerText.includes(plan),
        ),
    );
    row.click();
    await pdaUntil("the bins", () => pdaOne(".o_jxc_undo"));
    pdaSmall();
    const shown = [...document.querySelectorAll(".o_jxc_line")].map((n) => n.innerText);
    await pdaScan("NOWHERE-1", false);
    for (let i = 0; i < bins.length; i++) {
        if (i === 5) {
            network.state = "off";
        }
        if (i === 12) {
            await pdaUntil("the warning", () => pdaOne(".o_jxc_lost"));
            network.state = "deaf";
            window.dispatchEvent(new Event("online"));
            await pdaUntil("a delivery", () => network.deaf);
            network.state = "on";
            window.dispatchEvent(new Event("online"));
        }
        const name = await pdaScan(bins[i], true);
        if (!shown[i].startsWith(name)) {
            throw new Error(`the way leads to ${shown[i]}, not to ${name}`);
        }
        for (const code of goods[i]) {
            await pdaScan(code, true);
        }
        if (i === 0) {
            await pdaScan(goods[0][0], true); // one too many
            await pdaTap(".o_jxc_undo");
            await pdaUntil("the undo", () => pdaOne(".o_jxc_line b").innerText === "1");
            await pdaTap(".o_jxc_line");
            await pdaTap(".o_jxc_keypad");
            await pdaUntil(
                "the keypad",
                () => document.activeElement.type === "number",
            );
            pdaKeys("4");
            await pdaUntil("four", () => pdaOne(".o_jxc_line b").innerText === "4");
        }
    }
    await pdaUntil("the last delivery", () => !pdaOne(".o_jxc_left, .o_jxc_lost"));
}

/** What the camera sees is counted in ``bin``; the page says ``says``. */
async function jxcCamera({plan, bin, says}) {
    const row = await pdaUntil("the plan", () =>
        [...document.querySelectorAll(".o_jxc_plan")].find((node) =>
            node.innerText.includes(plan),
        ),
    );
    row.click();
    await pdaUntil("the bins", () => pdaOne(".o_jxc_undo"));
    await pdaScan(bin, true);
    const before = pdaOne(".o_jxc_message").dataset.number;
    await pdaTap(".o_jxc_camera");
    const word = await pdaUntil("what the camera sees", () => {
        const node = pdaOne(".o_jxc_message");
        return node && node.dataset.number !== before && node;
    });
    if (word.innerText !== says) {
        throw new Error(`the camera gave ${word.innerText}`);
    }
    await pdaUntil("its delivery", () => !pdaOne(".o_jxc_left, .o_jxc_lost"));
}

/** No camera to be had, for the reason that ``setting`` makes. */
async function jxcNoCamera({setting, says}) {
    console.debug("device camera", setting);
    await pdaTap(".o_jxc_camera");
    await pdaUntil(says, () => document.body.innerText.includes(says));
}

const pdaRows = (selector, name) => () =>
    [...document.querySelectorAll(selector)].find((node) =>
        node.innerText.includes(name),
    );

async function pdaNetworkIs(state) {
    console.debug("device network", state);
    await pdaUntil(`network ${state}`, () => window.deviceNetwork === state);
}

/** Before the page is loaded again without a network: read, count and pick. */
async function jxcBefore({plan, bin, goods, picking, again}) {
    await pdaUntil("the page on the device", () => document.body.dataset.jxcKept);
    (await pdaUntil("the transfer", pdaRows(".o_jxc_line", picking))).click();
    await pdaUntil("its lines", () => pdaOne(".o_jxc_current"));
    await pdaScan(goods[0], true);
    await pdaNetworkIs("off");
    await pdaScan(goods[0], true);
    await pdaUntil("the warning", () => pdaOne(".o_jxc_lost"));
    await pdaNetworkIs("on");
    pdaOne(".o_jxc_back").click();
    (await pdaUntil("the plan", pdaRows(".o_jxc_plan", plan))).click();
    await pdaUntil("the bins", () => pdaOne(".o_jxc_undo"));
    await pdaScan(bin, true);
    await pdaNetworkIs("off");
    await pdaScan(goods[0], true);
    await pdaUntil("the warning", () => pdaOne(".o_jxc_lost"));
    console.debug("device reload", again);
    await new Promise(() => {}); // The page goes; jxcAfter goes on.
}

/** After it: all is there, work goes on, and goes out when the network is back. */
async function jxcAfter({plan, bin, goods, picking, closed}) {
    await pdaUntil("the page without a network", () => pdaOne(".o_jxc_lost"));
    (await pdaUntil("a line", pdaRows(".o_jxc_line", closed))).click();
    await pdaUntil("a refusal", () => pdaOne(".o_jxc_bad"));
    (await pdaUntil("the transfer", pdaRows(".o_jxc_line", picking))).click();
    await pdaUntil("its lines", () => pdaOne(".o_jxc_current"));
    await pdaScan(goods[0], true);
    pdaOne(".o_jxc_back").click();
    (await pdaUntil("the plan", pdaRows(".o_jxc_plan", plan))).click();
    await pdaUntil("the bins", () => pdaOne(".o_jxc_undo"));
    await pdaUntil("what waits", () => pdaOne(".o_jxc_left"));
    await pdaScan(bin, true);
    await pdaScan(goods[0], true);
    await pdaNetworkIs("on");
    window.dispatchEvent(new Event("online"));
    await pdaUntil("the delivery", () => !pdaOne(".o_jxc_left, .o_jxc_lost"));
    pdaOne(".o_jxc_back").click();
    await pdaUntil("all bins", () => !pdaOne(".o_jxc_place"));
    pdaOne(".o_jxc_back").click();
    (await pdaUntil("the transfer", pdaRows(".o_jxc_line", picking))).click();
    await pdaTap(".o_jxc_finish");
    await pdaUntil("the end", () => pdaOne(".o_jxc_finished"));
}

async function jxcOpenBin(plan, bin) {
    (await pdaUntil("the plan", pdaRows(".o_jxc_plan", plan))).click();
    await pdaUntil("the bins", () => pdaOne(".o_jxc_undo"));
    await pdaScan(bin, true);
}

/** A keeper may not write products: what was found is kept, also without a network. */
async function jxcKeepUnknown({plan, bin, code, goods}) {
    await jxcOpenBin(plan, bin);
    await pdaNetworkIs("off");
    await pdaScan(code, false);
    await pdaUntil("the question", () => pdaOne(".o_jxc_unknown"));
    if (pdaOne(".o_jxc_search")) {
        throw new Error("a keeper is offered to link it");
    }
    pdaSmall();
    await pdaTap(".o_jxc_many");
    await pdaUntil("the field", () => document.activeElement.matches(".o_jxc_many"));
    document.activeElement.select();
    pdaKeys("7");
    await pdaUntil("seven", () => pdaOne(".o_jxc_many").value === "7");
    await pdaTap(".o_jxc_keep");
    await pdaUntil("the bin again", () => pdaOne(".o_jxc_place"));
    await pdaScan(goods, true);
    await pdaUntil("what waits", () => pdaOne(".o_jxc_left"));
    await pdaNetworkIs("on");
    window.dispatchEvent(new Event("online"));
    await pdaUntil("the delivery", () => !pdaOne(".o_jxc_left, .o_jxc_lost"));
}

/** Who may write products links it, and the scan counts. */
async function jxcLinkUnknown({plan, bin, code, text, says}) {
    await jxcOpenBin(plan, bin);
    await pdaScan(code, false);
    await pdaTap(".o_jxc_search");
    await pdaUntil("the field", () => document.activeElement.matches(".o_jxc_search"));
    pdaKeys(text);
    await pdaTap(".o_jxc_found");
    await pdaTap(".o_jxc_link");
    await pdaUntil(says, () => pdaOne(".o_jxc_good")?.innerText === says);
    await pdaUntil("the delivery", () => !pdaOne(".o_jxc_left, .o_jxc_lost"));
}

/** A find that the server will not take, as an older day left it on the device. */
async function pdaLeaveFind(find) {
    const [{name}] = (await indexedDB.databases()).filter((one) =>
        one.name.startsWith("jxc_pda/"),
    );
    await new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onerror = reject;
        request.onsuccess = () => {
            const table = request.result
                .transaction("finds", "readwrite")
                .objectStore("finds");
            table.put(find).onsuccess = resolve;
        };
    });
}

/** The others go on; it is shown, sent again, and given up when asked for twice. */
async function jxcRefusedFind({plan, bin, code, bad}) {
    const network = pdaNetwork();
    const left = {quantity: 7, device_time: "2026-01-05 01:30:00", about: ["A-1"]};
    for (const number of [1, 2, 3]) {
        await pdaLeaveFind({...left, client_id: `left-${number}`, code: bad + number});
    }
    await jxcOpenBin(plan, bin);
    // It says which goods, where and how many, not only why.
    const about = await pdaUntil("what it is", pdaRows(".o_jxc_refused", `${bad}1`));
    for (const part of ["A-1", "01-05", "7"]) {
        if (!about.innerText.includes(part)) {
            throw new Error(`${part} is not in ${about.innerText}`);
        }
    }
    await pdaUntil("why it is not taken", pdaRows(".o_jxc_refused", bad));
    await pdaScan(code, false);
    await pdaTap(".o_jxc_keep");
    await pdaUntil("the delivery of the other", () => !pdaOne(".o_jxc_left"));
    pdaSmall();
    // Three are there before, too: what is waited for is the answer of the server.
    const sentAgain = async (selector) => {
        const before = network.finds;
        await pdaTap(selector);
        await pdaUntil("the answer", () => network.finds > before);
        await pdaUntil("all back", () => pdaAll(".o_jxc_refused").length === 3);
    };
    await sentAgain(".o_jxc_all_again");
    await sentAgain(".o_jxc_again");
    await pdaTap(".o_jxc_refused .btn:last-child");
    await pdaTap(".o_jxc_refused .btn-danger");
    await pdaUntil("one gone", () => pdaAll(".o_jxc_refused").length === 2);
    await pdaTap(".o_jxc_discard_all");
    await pdaTap(".modal-footer .btn-primary");
    await pdaUntil("all gone", () => !pdaOne(".o_jxc_refused"));
}

/** A picture from the camera of the phone. */
async function pdaPicture(selector) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 64;
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    const files = new DataTransfer();
    files.items.add(new File([blob], "damage.png", {type: "image/png"}));
    const input = pdaOne(selector);
    input.files = files.files;
    input.dispatchEvent(new Event("change", {bubbles: true}));
}

function pdaChoose(selector, value) {
    const select = pdaOne(selector);
    select.value = value;
    if (select.value !== value) {
        throw new Error(`${value} is no choice`);
    }
    select.dispatchEvent(new Event("change", {bubbles: true}));
}

async function jxcDamage({picking, goods, reason}) {
    pdaKeys(picking);
    await pdaUntil("the transfer", () => pdaOne(".o_jxc_current"));
    await pdaScan(goods, true);
    await pdaTap(".o_jxc_damage_of");
    await pdaUntil("the form", () => pdaOne(".o_jxc_damage"));
    pdaSmall();
    await pdaTap(".o_jxc_report");
    await pdaUntil("what is missing", () => pdaOne(".o_jxc_damage .o_jxc_bad"));
    pdaChoose(".o_jxc_reason", reason);
    await pdaPicture(".o_jxc_damage input[type=file]");
    await pdaUntil("the picture", () => pdaRows(".o_jxc_damage label", "1")());
    await pdaTap(".o_jxc_report");
    await pdaUntil("the transfer again", () => pdaOne(".o_jxc_good"));
}

/** At a receipt: the camera reads the goods, and a code that nobody knows is kept. */
async function jxcReceive({picking, says, code}) {
    pdaKeys(picking);
    await pdaUntil("the transfer", () => pdaOne(".o_jxc_current"));
    await pdaTap(".o_jxc_camera");
    await pdaUntil(says, () => pdaOne(".o_jxc_good")?.innerText === says);
    pdaKeys(code);
    await pdaUntil("the question", () => pdaOne(".o_jxc_unknown"));
    pdaSmall();
    await pdaTap(".o_jxc_keep");
    await pdaUntil("the transfer again", () => pdaOne(".o_jxc_current"));
    await pdaUntil("its word", () => pdaOne(".o_jxc_good")?.innerText.includes(code));
}

/** Goods of a transfer between warehouses: some broken, some not there. */
async function jxcArrive({picking, goods, damage, missing, says}) {
    pdaKeys(picking);
    await pdaUntil("the transfer", () => pdaOne(".o_jxc_current"));
    await pdaTap(".o_jxc_damage_of");
    await pdaUntil("the form", () => pdaOne(".o_jxc_damage"));
    pdaChoose(".o_jxc_reason", damage);
    await pdaTap(".o_jxc_report");
    await pdaUntil("the transfer again", () => pdaOne(".o_jxc_good"));
    await pdaScan(goods, true);
    await pdaScan(goods, true);
    await pdaTap(".o_jxc_finish");
    await pdaUntil("the question", () => pdaOne(".o_jxc_ask select"));
    pdaSmall();
    pdaChoose(".o_jxc_ask select", missing);
    await pdaTap(".o_jxc_give_up");
    await pdaUntil("the end", () => pdaOne(".o_jxc_finished"));
    await pdaUntil(says, () => pdaOne(".o_jxc_finished").innerText.includes(says));
}

// -- two users of one device ---------------------------------------------------------

async function pdaSignIn({db, login}) {
    const params = {db, login, password: login};
    const response = await fetch("/web/session/authenticate", {
        method: "POST",
        headers: {"Content-Type": "application/json"},
        body: JSON.stringify({jsonrpc: "2.0", method: "call", params}),
    });
    const {result} = await response.json();
    if (!result?.uid) {
        throw new Error(`${login} cannot sign in`);
    }
}

const pdaIsKept = async () =>
    Boolean(await (await caches.open("jxc_pda")).match("/odoo/scan"));

/** Counted without a network; then another signs in, in a window beside this one. */
async function jxcFirst({plan, bin, goods, db, other, again}) {
    await pdaUntil("the page on the device", () => document.body.dataset.jxcKept);
    await jxcOpenBin(plan, bin);
    const network = pdaNetwork();
    network.state = "off";
    await pdaScan(goods, true);
    await pdaUntil("what waits", () => pdaOne(".o_jxc_left"));
    await pdaSignIn({db, login: other});
    network.state = "on";
    window.dispatchEvent(new Event("online"));
    await pdaUntil("the refusal", () => pdaOne(".o_jxc_bad"));
    await pdaUntil("his name", () => pdaOne(".o_jxc_bad").innerText.includes(other));
    if (!pdaOne(".o_jxc_left")) {
        throw new Error("what was counted is gone");
    }
    if (!(await pdaIsKept())) {
        throw new Error("there is no page that could open for the wrong one");
    }
    sessionStorage.setItem("pda", "theirs");
    console.debug("device visit", "/odoo", again);
    await new Promise(() => {}); // The page goes; jxcNext goes on.
}

/** The page after the one before, each with the next step. */
async function jxcNext(values) {
    const stage = sessionStorage.getItem("pda");
    const go = (next, address) => {
        sessionStorage.setItem("pda", next);
        window.location.assign(address);
        return new Promise(() => {});
    };
    const gone = async (what) => {
        for (let i = 0; i < 500 && (await pdaIsKept()); i++) {
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        if (await pdaIsKept()) {
            throw new Error(`the page of another is still there ${what}`);
        }
    };
    if (stage === "theirs") {
        await gone("when the next one has signed in");
        return go("their page", "/odoo/scan");
    }
    if (stage === "their page") {
        await pdaUntil("their page on the device", () => document.body.dataset.jxcKept);
        await jxcOpenBin(values.plan, values.bin);
        if (pdaOne(".o_jxc_left")) {
            throw new Error("it shows what another counted");
        }
        return go("out", "/web/session/logout");
    }
    if (stage === "out") {
        await pdaUntil("the sign-in page", () => pdaOne("#login"));
        await gone("after the sign-out");
        await pdaSignIn({db: values.db, login: values.login});
        return go("back", "/odoo/scan");
    }
    await jxcOpenBin(values.plan, values.bin);
    await pdaUntil("the delivery", () => !pdaOne(".o_jxc_left, .o_jxc_lost"));
}

function jxcRun(call, values) {
    call(values).then(
        () => console.log("pda succeeded"),
        (error) => console.error(`pda: ${error.message}`),
    );
}
