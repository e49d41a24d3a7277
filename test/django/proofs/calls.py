"""Every shape of network call that is edited, against an address that accepts and never answers."""
import ftplib
import functools
import http.client
import imaplib
import os
import poplib
import smtplib
import socket
import urllib.request
from urllib.request import urlopen

import requests
import requests as web
from requests import post as send

HOST = "127.0.0.1"
PORT = int(os.environ["SILENT_PORT"])
URL = f"http://{HOST}:{PORT}/books"

catalogue = requests.Session()
fetch = functools.partial(requests.get, headers={"Accept": "application/json"})


def make_session():
    session = requests.Session()
    session.verify = False
    return session


class Client:
    def __init__(self):
        self.session = requests.Session()

    def books(self):
        return self.session.get(URL)

    def order(self):
        return self.session.request("POST", URL, None, {"book": 1})


def wrapper(path, **kwargs):
    return requests.get(URL + path, **kwargs)


def case_verb():
    return requests.get(URL)


def case_alias():
    return web.put(URL, data={"title": "Emma"})


def case_imported_name():
    return send(
        URL,
        json={"title": "Emma"},  # one copy
    )


def case_request():
    return requests.request("GET", URL)


def case_import_inside():
    import requests as http_client

    return http_client.delete(URL)


def case_global_session():
    return catalogue.get(URL)


def case_with_session():
    with requests.Session() as session:
        return session.head(URL)


def case_helper_session():
    session = make_session()
    return session.options(URL)


def case_self_session():
    return Client().books()


def case_session_request():
    return Client().order()


def case_chain():
    return requests.get(URL).json()


def case_partial():
    return fetch(URL)


def case_wrapper():
    return wrapper("/emma")


def case_literal_splat():
    return requests.get(URL, **{"headers": {"Accept": "text/plain"}})


def case_stream():
    with requests.get(URL, stream=True) as response:
        return response.content


def case_urlopen():
    return urlopen(URL)


def case_urlopen_module():
    return urllib.request.urlopen(URL, None)


def case_http_client():
    connection = http.client.HTTPConnection(HOST, PORT)
    connection.request("GET", "/books")
    return connection.getresponse()


def case_smtp():
    return smtplib.SMTP(HOST, PORT)


def case_smtp_with():
    with smtplib.SMTP(host=HOST, port=PORT) as server:
        return server.noop()


def case_ftp():
    ftplib.FTP.port = PORT
    return ftplib.FTP(HOST)


def case_pop():
    return poplib.POP3(HOST, PORT)


def case_imap():
    return imaplib.IMAP4(HOST, PORT)


def case_socket():
    connection = socket.create_connection((HOST, PORT))
    return connection.recv(1)
