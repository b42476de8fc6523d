"""1C's `identify` as spyne serves it: prefix tns:, null as xsi:nil, a fault with status 500.

Knows the numbers of clients.json; 78129999999 is a fault. Prints its port, then serves until it is ended.
"""

import json
import logging
import pathlib
from wsgiref.simple_server import WSGIRequestHandler, make_server

from spyne import Application, Fault, ServiceBase, Unicode, rpc
from spyne.protocol.soap import Soap11
from spyne.server.wsgi import WsgiApplication

NAMESPACE = "http://wiki.miko.ru/doc:1cajam:identifynumber"
CLIENTS = json.loads(pathlib.Path(__file__).with_name("clients.json").read_text("utf-8"))


logging.disable()


class Identify(ServiceBase):
    @rpc(Unicode, _in_arg_names={"number": "Number"}, _returns=Unicode(min_occurs=1), _out_variable_name="return")
    def identify(ctx, number):
        if number == "78129999999":
            raise Fault("Server", "{WebСервис.Имя.Модуль(25)}: Поле объекта не обнаружено")
        return CLIENTS.get(number)


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


protocols = {"in_protocol": Soap11(validator="lxml"), "out_protocol": Soap11()}
application = WsgiApplication(Application([Identify], NAMESPACE, name="MIKO_identify_number", **protocols))
server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
print(server.server_port, flush=True)
server.serve_forever()
