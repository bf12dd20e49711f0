"""Anchors for tests, on loopback: a time stamp authority made of openssl, a witness made of tlog-scales and cryptography, and servers
that do it wrong. The first line of output is JSON: the port, the witness's key, the authority's certificate.

  anchors.py FOLDER [VERIFIER_KEY]

The files log-key and mended of the folder change its mind while it runs: whose checkpoints it witnesses, and which path does what another
does.
"""
import base64, http.server, json, os, pathlib, socketserver, subprocess, sys, time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tlog_scales.signing import NoteSignature, Vkey
from tlog_scales.tlog import Checkpoint, ConsistencyProof

folder = pathlib.Path(sys.argv[1])
if len(sys.argv) > 2:
    (folder / "log-key").write_text(sys.argv[2])


def log_key():
    return Vkey.from_string((folder / "log-key").read_text())


def openssl(*arguments, **options):
    return subprocess.run(["openssl", *arguments], check=True, cwd=folder, capture_output=True, **options).stdout


def make_authority(name):
    (folder / f"{name}.cnf").write_text(f"""
[req]
distinguished_name = dn
prompt = no
[dn]
CN = {name}
[authority]
basicConstraints = critical, CA:true
[stamping]
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = config
[config]
serial = {name}.serial
crypto_device = builtin
signer_cert = {name}-signer.pem
certs = {name}-ca.pem
signer_key = {name}-signer.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
""")
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}-ca.key", "-out", f"{name}-ca.pem", "-config",
            f"{name}.cnf", "-extensions", "authority", "-days", "2")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}-signer.key", "-out", f"{name}-signer.csr", "-config", f"{name}.cnf")
    openssl("x509", "-req", "-in", f"{name}-signer.csr", "-CA", f"{name}-ca.pem", "-CAkey", f"{name}-ca.key", "-CAcreateserial",
            "-extfile", f"{name}.cnf", "-extensions", "stamping", "-days", "1", "-out", f"{name}-signer.pem")


def stamp(query, authority="good"):
    (folder / "query.tsq").write_bytes(query)
    return openssl("ts", "-reply", "-queryfile", "query.tsq", "-config", f"{authority}.cnf", "-section", "config")


def stamp_of(digest):
    """Another query than the one that was asked: with a nonce of its own."""
    openssl("ts", "-query", "-digest", digest.hex(), "-sha256", "-cert", "-out", "other.tsq")
    return stamp((folder / "other.tsq").read_bytes())


class Witness:
    """Signs a checkpoint if it continues the last one that it signed."""

    def __init__(self, name):
        self.name, self.key, self.last = name, Ed25519PrivateKey.generate(), None
        self.vkey = Vkey(name, None, 4, self.key.public_key().public_bytes_raw())

    def add(self, body):
        head, proof, note = body.decode().split("\n", 1)[0], [], body.decode().split("\n\n", 1)[1]
        assert head.startswith("old ")
        old = int(head[4:])
        lines = body.decode().split("\n\n", 1)[0].split("\n")[1:]
        proof = [base64.b64decode(line, validate=True) for line in lines]
        checkpoint = Checkpoint.from_text(note)
        if checkpoint.origin != log_key().name:
            return 404, b""
        try:
            checkpoint.verify(log_key())
        except Exception:
            return 403, b""
        if old > checkpoint.size:
            return 400, b""
        size, root = (self.last.size, self.last.root_hash) if self.last else (0, None)
        if old != size:
            return 409, f"{size}\n".encode()
        if size:
            try:
                ConsistencyProof(old, checkpoint.size, proof).check(root, checkpoint.root_hash)
            except Exception:
                return 422, b""
        elif proof:
            return 400, b""
        self.last = checkpoint
        return 200, self.signature(checkpoint)

    def signature(self, checkpoint):
        now = int(time.time())
        message = f"cosignature/v1\ntime {now}\n{checkpoint.serialize_body()}".encode()
        payload = now.to_bytes(8) + self.key.sign(message)
        # What was made is what their own verifier accepts.
        self.vkey.get_verifier().verify(payload, checkpoint)
        return (NoteSignature.from_vkey_signature(self.vkey, payload).serialize() + "\n").encode()


witness, impostor = Witness("witness.example/w"), Witness("witness.example/w")
stale = []


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status, answer = self.answer(self.path, body)
        try:
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/stamp")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def answer(self, path, body):
        mended = (folder / "mended").read_text().split() if (folder / "mended").exists() else []
        match mended[1] if path in mended[:1] else path:
            case "/stamp":
                assert self.headers["Content-Type"] == "application/timestamp-query"
                return 200, stamp(body)
            case "/stamp/stale":
                stale.append(stamp(body))
                return 200, stale[0]
            case "/stamp/other": return 200, stamp_of(bytes(32))
            case "/stamp/renonced":
                start = body.index(bytes.fromhex("0420")) + 2
                return 200, stamp_of(body[start:start + 32])
            case "/stamp/stranger": return 200, stamp(body, "stranger")
            case "/stamp/refusing": return 200, stamp(body.replace(bytes.fromhex("608648016503040201"), bytes.fromhex("608648016503040202")))
            case "/stamp/garbage": return 200, os.urandom(300)
            case "/stamp/empty": return 200, b""
            case "/stamp/huge": return 200, bytes(1 << 20)
            case "/stamp/error": return 500, b"no"
            case "/stamp/elsewhere": return 302, b""
            case "/stamp/hanging" | "/hanging/add-checkpoint":
                time.sleep(30)
                return 200, b""
            case "/witness/add-checkpoint": return witness.add(body)
            case "/lossy/add-checkpoint":
                # Signs, and its answer is lost.
                witness.add(body)
                return 500, b""
            case "/impostor/add-checkpoint": return impostor.add(body)
            case "/garbage/add-checkpoint": return 200, b"\xe2\x80\x94 x\n"
            case "/odd/add-checkpoint": return 409, b"many\n"
            case "/strict/add-checkpoint": return 403, b""
        return 404, b""

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


make_authority("good")
make_authority("stranger")
server = Server(("127.0.0.1", 0), Handler)
print(json.dumps({"port": server.server_port, "witness": witness.vkey.serialize(), "authorities": str(folder / "good-ca.pem")}), flush=True)
server.serve_forever()
