"""1C behind https, for calls.py, nets.py and handshake: a CA, certificates of it, a server that speaks one version of TLS."""

import hashlib
import http.server
import os
import ssl
import subprocess
import threading

KEYS = {
    "RSA": ["-newkey", "rsa:2048"],
    "ECDSA": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
}
VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}

# Only `openssl ca` makes certificates that held before today: a clock without a battery is held to a release's day.
AUTHORITY = """[ca]
default_ca = office
[office]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
unique_subject = no
policy = any
[any]
commonName = supplied
"""


def certificates(folder):
    """Makes ca.pem, and RSA.pem and ECDSA.pem with their keys inside, for localhost, from 2020 to 2109."""

    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, stdin=subprocess.DEVNULL, capture_output=True)

    for name, text in (("ca.cnf", AUTHORITY), ("index.txt", ""), ("names", "subjectAltName=DNS:localhost\n")):
        with open(os.path.join(folder, name), "w", encoding="ascii") as out:
            out.write(text)
    openssl("genrsa", "-out", "ca.key", "2048")
    days = ["-startdate", "20200101000000Z", "-enddate", "21090101000000Z"]
    sign = ["ca", "-config", "ca.cnf", "-batch", "-notext", *days]
    # The CA's own days count as well.
    openssl("req", "-new", "-key", "ca.key", "-out", "ca.csr", "-subj", "/CN=Office")
    with open(os.path.join(folder, "authority"), "w", encoding="ascii") as out:
        out.write("basicConstraints=critical,CA:TRUE\n")
    openssl(*sign, "-selfsign", "-keyfile", "ca.key", "-in", "ca.csr", "-out", "ca.pem", "-extfile", "authority")
    for name, key in KEYS.items():
        openssl("req", *key, "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", "/CN=localhost")
        signed = ["-cert", "ca.pem", "-keyfile", "ca.key", "-in", f"{name}.csr", "-out", f"{name}.crt"]
        openssl(*sign, *signed, "-extfile", "names")
        with open(os.path.join(folder, f"{name}.pem"), "wb") as out:
            for part in (f"{name}.key", f"{name}.crt"):
                with open(os.path.join(folder, part), "rb") as source:
                    out.write(source.read())


class Server(http.server.ThreadingHTTPServer):
    """A web server for one version of TLS; `resumed` says for each connection whether an earlier session went on."""

    def __init__(self, handler, certificate, version):
        super().__init__(("127.0.0.1", 0), handler)
        self.port = self.server_address[1]
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = self.context.maximum_version = VERSIONS[version]
        self.context.load_cert_chain(certificate)
        self.resumed = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def finish_request(self, request, client_address):
        """The handshake, in the connection's own thread."""
        with self.context.wrap_socket(request, server_side=True) as secured:
            self.resumed.append(secured.session_reused)
            super().finish_request(secured, client_address)

    def handle_error(self, request, client_address):
        """Nothing: what went wrong is seen from the program's side."""


def forget(port, trust):
    """Takes away the session that the program keeps for this server."""
    name = hashlib.sha256(f"localhost:{port} {trust}".encode()).hexdigest()[:32]
    try:
        os.remove(f"/tmp/agi1c-{os.getuid()}/{name}")
    except FileNotFoundError:
        pass


def servers(handler, folder):
    """A server for each version of TLS and kind of key, one after the other: what it is, itself, whom to trust.

    It is closed, and its session forgotten, when the next one is asked for.
    """
    certificates(folder)
    trust = f"ca:{folder}/ca.pem"
    for version in VERSIONS:
        for key in KEYS:
            server = Server(handler, os.path.join(folder, f"{key}.pem"), version)
            yield f"TLS {version}, {key}", server, trust
            server.shutdown()
            server.server_close()
            forget(server.port, trust)
