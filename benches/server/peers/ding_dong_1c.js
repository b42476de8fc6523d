// The same call by ding-dong (npm) and node's own http: the question to 1C, its answer, the commands of agi1c.
// ding_dong_1c.js URL prints the port it listens on.
"use strict";
const http = require("http");
const AGIServer = require("ding-dong");

const url = new URL(process.argv[2]);
const agent = new http.Agent({ keepAlive: true, maxFreeSockets: 4096 });
const envelope = (number) =>
    '<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">' +
    '<soap:Body><m:identify xmlns:m="http://wiki.miko.ru/doc:1cajam:identifynumber"><m:Number>' + number +
    "</m:Number></m:identify></soap:Body></soap:Envelope>";
const entities = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'" };

function ask(number) {
    const body = envelope(number);
    const headers = { "Content-Type": "text/xml; charset=utf-8", "Content-Length": Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
        const request = http.request(url, { method: "POST", agent, headers, timeout: 2350 }, (response) => {
            let text = "";
            response.setEncoding("utf8");
            response.on("data", (part) => (text += part));
            response.on("end", () => {
                const found = /<(?:\w+:)?return[^>]*>([^<]*)<\//.exec(text)[1];
                resolve(found.replace(/&\w+;/g, (entity) => entities[entity] || entity));
            });
        });
        request.on("error", reject);
        request.on("timeout", () => request.destroy(new Error("timeout")));
        request.end(body);
    });
}

async function nameTheCaller(context, variables) {
    const began = Date.now();
    const number = variables.agi_callerid;
    const last = number.slice(-4);
    const send = (command) => context.sendCommand(command);
    await send(`DATABASE GET "agi1c" "n/default/${number}"`);
    await send('DATABASE GET "agi1c" "b/default"');
    const name = await ask(number);
    await send(`SET VARIABLE CALLERID(name) "${name}"`);
    const ms = Date.now() - began;
    for (const [variable, value] of Object.entries({ STATUS: "found", REASON: "answer", NAME: name, MS: ms })) {
        await send(`SET VARIABLE AGI1C_${variable} "${value}"`);
    }
    const now = Math.floor(Date.now() / 1000);
    await send(`DATABASE PUT "agi1c" "n/default/${number}" "${now} ${name}"`);
    await send('DATABASE GET "agi1c" "last/next"');
    await send(`DATABASE PUT "agi1c" "last/1" "${now} ${last} found answer ${ms} ms"`);
    await send('DATABASE PUT "agi1c" "last/next" "2"');
    await send(`VERBOSE "agi1c: found (answer), number ending ${last}, ${ms} ms" 3`);
}

const server = new AGIServer((context) => {
    context.on("error", () => {});
    context.onEvent("variables")
        .then((variables) => nameTheCaller(context, variables))
        .catch(() => {})
        .then(() => context.end());
}, { logger: () => {} }).start(0, "127.0.0.1");
server.on("listening", () => console.log(server.address().port));
