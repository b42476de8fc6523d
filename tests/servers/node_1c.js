// 1C's `identify` as node's `soap` serves it: chunked, kept alive, no prefix on `return`, &quot; entities,
// an undeclared xsi:nil, a thrown fault with status 200.
// Knows the numbers of clients.json; 78129999999 is a fault. Prints its port, then serves until it is ended.
"use strict";

const fs = require("fs");
const http = require("http");
const path = require("path");
const soap = require("soap");

const read = (name) => fs.readFileSync(path.join(__dirname, name), "utf8");
const clients = JSON.parse(read("clients.json"));

function identify({ Number: number }) {
    if (number === "78129999999") {
        const reason = "{WebСервис.Имя.Модуль(25)}: Поле объекта не обнаружено";
        throw { Fault: { faultcode: "soap:Server", faultstring: reason } };
    }
    const name = clients[number] ?? null;
    return name === null ? { return: { attributes: { "xsi:nil": "true" } } } : { return: name };
}

const server = http.createServer((_, response) => response.writeHead(404).end());
server.listen(0, "127.0.0.1", () => {
    const service = { MIKO_identify_number: { MIKO_identify_numberSoap: { identify } } };
    soap.listen(server, "/base/ws/1C_MIKO_identify_number.1cws", service, read("identify.wsdl"));
    console.log(server.address().port);
});
