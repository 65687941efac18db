"""Asking the site as a server of WSGI does, by the short way or by the long one."""

import gzip
import json
import re
from types import SimpleNamespace

from django.core.handlers.wsgi import WSGIHandler
from django.http.response import ResponseHeaders
from django.test import RequestFactory

from config.requests import RequestMiddleware
from graphql_api import shortcut


def ask(method, words, headers, **more):
    """Ask the site as a server of WSGI does."""
    site = shortcut.Shortcut(WSGIHandler(), RequestMiddleware)
    return answer_of(site, method, words, headers, **more)


def the_long_way(method, words, headers, **more):
    return answer_of(WSGIHandler(), method, words, headers, **more)


def answer_of(application, method, words, headers, secure=False, environ=()):
    posted = {"content_type": "application/json"} if method == "post" else {}
    make = getattr(RequestFactory(), method)
    words = json.dumps(words) if posted else words
    request = make("/graphql/", words, headers=headers, secure=secure, **posted)
    request.environ.update(environ)
    said = SimpleNamespace()

    def start_response(status, headers):
        others = [one for one in headers if one[0] != "Set-Cookie"]
        said.cookies = [text.strip() for name, text in headers if name == "Set-Cookie"]
        said.status, said.headers = status, ResponseHeaders(others)
        assert len(others) == len(said.headers)  # each is told once

    said.content = b"".join(application(request.environ, start_response))
    said.status_code = int(said.status.split()[0])
    return said


def told(response):
    """Return status, headers, cookies and body, without what differs each time."""
    headers, body = dict(response.headers), response.content
    if headers.get("Content-Encoding") == "gzip":  # padded at random
        body, headers["Content-Length"] = gzip.decompress(body), "some"
    number = headers.pop("X-Request-ID")
    drawn = r"expires=[^;]*|Max-Age=\d+|(?<=csrftoken=)\w+"
    cookies = [re.sub(drawn, "", one) for one in response.cookies]
    body = body.replace(number.encode(), b"number")
    return response.status_code, headers, sorted(cookies), body
