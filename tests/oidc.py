"""A small OpenID Connect server on loopback: discovery, keys, codes with PKCE, tokens signed with RS256.

It signs in whoever `claims` describes, without asking. Everything it is told is checked as the standard says, so that
a client that leaves a step out gets nothing.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


class Server:
    client, secret = "loiste", "a secret of the client"

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signing_key = self.key  # a test may sign with another
        self.claims = {"sub": "p1", "email": "owner@example.org", "email_verified": True}
        self.more = {}  # what only the userinfo endpoint tells
        self.token_claims = {}  # what stands in the token instead of what is right
        self.codes = {}
        self.web = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.url = f"http://127.0.0.1:{self.web.server_port}"
        threading.Thread(target=self.web.serve_forever, daemon=True).start()

    def stop(self):
        self.web.shutdown()
        self.web.server_close()

    def settings(self, name="Kauppakylä ID"):
        where = {"server_url": self.url, "issuer": self.url}
        return {"provider_id": "oidc", "name": name, "client_id": self.client, "secret": self.secret, "settings": where}

    def discovery(self):
        return {
            "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize", "jwks_uri": f"{self.url}/keys",
            "token_endpoint": f"{self.url}/token", "userinfo_endpoint": f"{self.url}/userinfo",
            "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"],
        }  # fmt: skip

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "k1", "use": "sig", "alg": "RS256"}]}

    def authorize(self, query):
        """Where the browser goes back to, with a code."""
        assert query["response_type"] == "code" and query["client_id"] == self.client
        assert query["code_challenge_method"] == "S256" and "openid" in query["scope"].split()
        code = secrets.token_urlsafe()
        self.codes[code] = (query["code_challenge"], query["redirect_uri"])
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form):
        challenge, redirect = self.codes.pop(form["code"])
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge
        assert form["redirect_uri"] == redirect
        assert (form["client_id"], form["client_secret"]) == (self.client, self.secret)
        now = int(time.time())
        said = {"iss": self.url, "aud": self.client, "iat": now, "exp": now + 300, **self.claims, **self.token_claims}
        signed = jwt.encode(said, self.signing_key, algorithm="RS256", headers={"kid": "k1"})
        return {"access_token": "t", "token_type": "Bearer", "id_token": signed}


def handler(server):
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *words):
            pass

        def do_GET(self):
            parts = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", server.authorize(query))
                self.end_headers()
            elif parts.path == "/userinfo":
                self.answer({"sub": server.claims["sub"], **server.more})
            else:
                known = {"/.well-known/openid-configuration": server.discovery, "/keys": server.keys}
                self.answer(known[parts.path]())

        def do_POST(self):
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.answer(server.token({key: values[0] for key, values in form.items()}))

        def answer(self, content):
            body = json.dumps(content).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
