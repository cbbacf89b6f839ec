/* Runs in the page: a scanner's keys, and what the scan page answers. */

const pdaOne = (selector) => document.querySelector(selector);

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

/** Each sign is a key of its own, then Enter: what a wedge scanner sends. */
function pdaKeys(code) {
    for (const key of [...code, "Enter"]) {
        const init = {key, bubbles: true, cancelable: true};
        document.body.dispatchEvent(new KeyboardEvent("keydown", init));
    }
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
    pdaOne(".o_jxc_finish").click();
    await pdaUntil("the end", () => pdaOne(".o_jxc_finished"));
}

/** The network as a warehouse knows it: "on", "off", or "deaf": the server hears the
 *  page, the page does not hear the server. */
function pdaNetwork() {
    const send = XMLHttpRequest.prototype.send;
    const open = XMLHttpRequest.prototype.open;
    const network = {state: "on", deaf: 0};
    XMLHttpRequest.prototype.open = function (method, url, ...rest) {
        this.pdaUrl = url;
        return open.call(this, method, url, ...rest);
    };
    XMLHttpRequest.prototype.send = function (body) {
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
            pdaOne(".o_jxc_undo").click();
            await pdaUntil("the undo", () => pdaOne(".o_jxc_line b").innerText === "1");
            pdaOne(".o_jxc_line").click();
            const keypad = await pdaUntil("the keypad", () => pdaOne(".o_jxc_keypad"));
            keypad.value = "4";
            keypad.dispatchEvent(new Event("change", {bubbles: true}));
            await pdaUntil("four", () => pdaOne(".o_jxc_line b").innerText === "4");
        }
    }
    await pdaUntil("the last delivery", () => !pdaOne(".o_jxc_left, .o_jxc_lost"));
}

function jxcRun(call, values) {
    call(values).then(
        () => console.log("pda succeeded"),
        (error) => console.error(`pda: ${error.message}`),
    );
}
