import { inWords, moduleOf } from '../support/project.js';

/** What the argument of the only `here(…)` in a project's first file is. */
function here(files: string | Record<string, string>): string {
  const module = moduleOf(typeof files === 'string' ? { 'shop/views.py': files, 'shop/__init__.py': '' } : files);
  const call = module.tree.nodes('call').find((node) => node.child('function')?.text === 'here');
  const argument = call?.child('arguments')?.named[0];
  if (argument === undefined) throw new Error('no here(…)');
  return inWords(module.resolve(argument));
}

describe('names that an import binds', () => {
  it.each([
    ['import requests\nhere(requests.get)', 'requests.get'],
    ['import requests as r\nhere(r.get)', 'requests.get'],
    ['from requests import get\nhere(get)', 'requests.get'],
    ['from requests import get as fetch\nhere(fetch)', 'requests.get'],
    ['from requests import (\n    get,\n    post as send,\n)\nhere(send)', 'requests.post'],
    ['import urllib.request\nhere(urllib.request.urlopen)', 'urllib.request.urlopen'],
    ['import urllib.parse\nimport urllib.request\nhere(urllib.request.urlopen)', 'urllib.request.urlopen'],
    ['import urllib.request as web\nhere(web.urlopen)', 'urllib.request.urlopen'],
    ['import os, requests\nhere(requests.get)', 'requests.get'],
    ['def fetch():\n    import requests\n    here(requests.get)', 'requests.get'],
    ['import requests\nclass Client:\n    def fetch(self):\n        here(requests.get)', 'requests.get'],
    ['try:\n    import requests\nexcept ImportError:\n    requests = None\nhere(requests.get)', 'requests.get'],
    ['try:\n    from urllib.request import urlopen\nexcept ImportError:\n    from urllib2 import urlopen\nhere(urlopen)', 'urllib.request.urlopen'],
    ['try:\n    import ujson as json\nexcept ImportError:\n    import json\nhere(json.loads)', '?attribute'],
    ['from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import requests\ndef f(s: requests.Session):\n    here(s)', 'requests.Session()'],
    ['from google.auth.transport import requests\nhere(requests.get)', 'google.auth.transport.requests.get'],
    ['from . import http\nhere(http.get)', 'shop.http.get'],
    ['from ..core.http import get\nhere(get)', '.core.http.get'],
    ['from .http import get\nhere(get)', 'shop.http.get'],
    ['from requests import *\nhere(get)', '?star-import'],
    ['here(print)', 'builtins.print'],
    ['here(nothing)', '?unbound'],
  ])('%j', (text, expected) => {
    expect(here(text)).toBe(expected);
  });
});

describe('names that something else binds', () => {
  it.each([
    ['import requests\ndef f(requests):\n    here(requests.get)', '?attribute'],
    ['import requests\nhere([requests.get for requests in pages])', '[requests.get for requests in pages]'],
    ['import requests\n[here(requests.get) for requests in pages]', '?attribute'],
    ['import requests\n[here(requests.get) for page in pages]', 'requests.get'],
    ['import requests\n[page for page in here(requests.get)]', 'requests.get'],
    ['import requests\ndef f():\n    requests = Order.objects.all()\n    here(requests.get)', '?attribute'],
    ['import requests\ndef f():\n    requests = Order.objects.all()\nhere(requests.get)', 'requests.get'],
    ['import requests\ndef f():\n    global requests\n    requests = None\nhere(requests.get)', 'requests.get'],
    ['import requests\nrequests = Client()\ndef f():\n    here(requests.get)', '?attribute'],
    ['import requests\nclass A:\n    requests = 1\n    def f(self):\n        here(requests.get)', 'requests.get'],
    ['import requests\nclass A:\n    requests = 1\n    here(requests)', '1'],
    ['import requests\nhere(lambda requests: requests)', 'lambda requests: requests'],
    ['import requests\nf = lambda requests: here(requests.get)', '?attribute'],
    ['import requests\nf = lambda url=here(requests.get): url', 'requests.get'],
    ['import requests\nfor requests in pages:\n    here(requests.get)', '?attribute'],
    ['import requests\nwith pages as requests:\n    here(requests.get)', '?attribute'],
    ['import requests\nif (requests := page()):\n    here(requests)', '?call'],
    ['import requests\nmatch page:\n    case {"a": requests}:\n        here(requests)', '?ambiguous'],
    ['def outer():\n    import requests\n    def inner():\n        here(requests.get)', 'requests.get'],
    ['def outer():\n    s = None\n    def inner():\n        nonlocal s\n        s = 1\n    here(s)', '1'],
  ])('%j', (text, expected) => {
    expect(here(text)).toBe(expected);
  });
});

describe('values of variables', () => {
  it.each([
    ['import requests\ns = requests.Session()\nhere(s)', 'requests.Session()'],
    ['import requests\ns = requests.Session()\nhere(s.get)', 'requests.Session().get'],
    ['import requests\ns: requests.Session = requests.Session()\nhere(s)', 'requests.Session()'],
    ['import requests\nwith requests.Session() as s:\n    here(s)', 'requests.Session()'],
    ['import requests\ns = t = requests.Session()\nhere(t)', 'requests.Session()'],
    ['import requests\na, s = 1, requests.Session()\nhere(s)', 'requests.Session()'],
    ['import requests\na, s = pair\nhere(s)', '?ambiguous'],
    ['import requests\ns = 1\ns = requests.Session()\nhere(s)', 'requests.Session()'],
    ['import requests\ns = requests.Session()\nhere(s)\ns = 1', 'requests.Session()'],
    ['import requests\ns = requests.Session()\nfor page in pages:\n    here(s)\n    s = 1', '?ambiguous'],
    ['import requests\ns = requests.Session()\nif x:\n    s = 1\nhere(s)', '?ambiguous'],
    ['import requests\nif x:\n    s = requests.Session()\nelse:\n    s = requests.Session()\nhere(s)', 'requests.Session()'],
    ['import requests\ns = None\ndef f():\n    global s\n    s = requests.Session()\ndef g():\n    here(s)', 'requests.Session()'],
    ['import requests\ns = requests.Session() if x else None\nhere(s)', 'requests.Session()'],
    ['import requests\ndef f(s=None):\n    s = s or requests.Session()\n    here(s)', '?ambiguous'],
    ['import requests\naction = requests.post\nhere(action)', 'requests.post'],
    ['import requests\naction = requests.post if x else requests.put\nhere(action)', '?ambiguous'],
    ['import requests\nhere(getattr(requests, "get"))', 'requests.get'],
    ['import requests\nhere(getattr(requests, verb))', 'builtins.getattr()'],
    ['import requests\ns += requests\nhere(s)', '?ambiguous'],
    ['import requests\nx = x.y\nhere(x)', '?attribute'],
    ['import requests\nfrom typing import Optional\ndef f(s: Optional[requests.Session] = None):\n    here(s)', 'requests.Session()'],
    ['import requests\ndef f(s: requests.Session | None):\n    here(s)', 'requests.Session()'],
    ['import requests\nfrom typing import cast\nhere(cast(requests.Session, x))', 'requests.Session()'],
    ['import requests\ntry:\n    pass\nexcept requests.Timeout as e:\n    here(e)', 'requests.Timeout()'],
  ])('%j', (text, expected) => {
    expect(here(text)).toBe(expected);
  });
});

describe('classes and functions of the project', () => {
  it.each([
    ['import requests\nclass C:\n    def __init__(self):\n        self.s = requests.Session()\n    def f(self):\n        here(self.s)', 'requests.Session()'],
    ['import requests\nclass C:\n    s = None\n    def open(self):\n        self.s = requests.Session()\n    def f(self):\n        here(self.s)', 'requests.Session()'],
    ['import requests\nclass C:\n    def a(self):\n        self.s = requests.Session()\n    def b(self):\n        self.s = fake\n    def f(self):\n        here(self.s)', '?ambiguous'],
    ['import requests\nclass C:\n    def __init__(self):\n        self.s = requests.Session()\n    def f(self):\n        here(self.s or self.t)', '?ambiguous'],
    ['import requests\nclass C:\n    def __init__(self):\n        self.s = requests.Session()\n    def f(self):\n        here(self.s)\n        self.s or other', 'requests.Session()'],
    ['import requests\nclass C:\n    s = requests.Session()\n    @classmethod\n    def f(cls):\n        here(cls.s)', 'requests.Session()'],
    ['import requests\nclass C:\n    @property\n    def s(self):\n        return requests.Session()\n    def f(self):\n        here(self.s)', 'requests.Session()'],
    ['import requests\nclass C:\n    def make(self):\n        return requests.Session()\n    def f(self):\n        here(self.make())', 'requests.Session()'],
    ['import requests\nclass C:\n    @staticmethod\n    def f(self):\n        here(self.s)', '?attribute'],
    ['import requests\nclass A:\n    def __init__(self):\n        self.s = requests.Session()\nclass B(A):\n    def f(self):\n        here(self.s)', 'requests.Session()'],
    ['import requests\nclass C(requests.Session):\n    def f(self):\n        here(self.get)', 'requests.Session().get'],
    ['import requests\nclass C(requests.Session):\n    def get(self, url):\n        here(super().get)', 'requests.Session().get'],
    ['import requests\nclass C(requests.Session):\n    def get(self, url):\n        pass\n    def f(self):\n        here(self.get)', 'def get'],
    ['class C(Base):\n    def f(self):\n        here(self.get)', '?attribute'],
    ['class C:\n    def f(self):\n        here(self.get)', '?unbound'],
    ['import requests\ndef make():\n    s = requests.Session()\n    s.verify = False\n    return s\nhere(make())', 'requests.Session()'],
    ['import requests\n@cached\ndef make():\n    return requests.Session()\nhere(make())', '?call'],
    ['import requests, functools\n@functools.lru_cache(maxsize=1)\ndef make():\n    return requests.Session()\nhere(make())', 'requests.Session()'],
    ['import requests\ndef make():\n    yield requests.Session()\nhere(make())', '?call'],
    ['import requests\ndef make(kind) -> requests.Session:\n    return KINDS[kind]()\nhere(make(1))', 'requests.Session()'],
    ['import requests\ndef make(kind) -> requests.Session | None:\n    return KINDS[kind]()\nhere(make(1).get)', 'requests.Session().get'],
    ['import requests\n@cached\ndef make() -> requests.Session:\n    return build()\nhere(make())', 'requests.Session()'],
    ['class Client:\n    pass\ndef make(kind) -> Client:\n    return KINDS[kind]()\nhere(make(1))', 'class Client()'],
    ['import httpx, requests\ndef make() -> httpx.Client:\n    return requests.Session()\nhere(make())', 'requests.Session()'],
    ['import requests\nasync def make() -> requests.Session:\n    return await build()\nhere(make())', '?call'],
    ['from typing import Any\ndef make() -> Any:\n    return build()\nhere(make())', '?call'],
    ['from typing import Iterator\nimport requests\n@contextmanager\ndef make() -> Iterator[requests.Session]:\n    yield build()\nhere(make())', '?call'],
    ['def make():\n    return make()\nhere(make())', '?recursion'],
    ['class C:\n    pass\nhere(C())', 'class C()'],
  ])('%j', (text, expected) => {
    expect(here(text)).toBe(expected);
  });
});

describe('names of other files', () => {
  const HTTP = 'import requests\nsession = requests.Session()\ndef make():\n    return requests.Session()\n';
  it.each([
    [{ 'shop/views.py': 'from shop.http import session\nhere(session)', 'shop/__init__.py': '', 'shop/http.py': HTTP }, 'requests.Session()'],
    [{ 'shop/views.py': 'from .http import make\nhere(make())', 'shop/__init__.py': '', 'shop/http.py': HTTP }, 'requests.Session()'],
    [{ 'shop/views.py': 'from . import http\nhere(http.session)', 'shop/__init__.py': '', 'shop/http.py': HTTP }, 'requests.Session()'],
    [{ 'shop/views.py': 'import shop.http\nhere(shop.http.session)', 'shop/__init__.py': '', 'shop/http.py': HTTP }, 'requests.Session()'],
    [{ 'shop/views.py': 'from shop.net import session\nhere(session)', 'shop/__init__.py': '', 'shop/net/__init__.py': 'from .http import session', 'shop/net/http.py': HTTP }, 'requests.Session()'],
    [{ 'shop/views.py': 'from shop.net import *\nhere(session)', 'shop/__init__.py': '', 'shop/net.py': HTTP }, 'requests.Session()'],
    [{ 'shop/views.py': 'from shop.net import gone\nhere(gone)', 'shop/__init__.py': '', 'shop/net.py': HTTP }, 'shop.net.gone'],
    [{ 'views.py': 'from .requests import post\nhere(post)' }, '.requests.post'],
    [{ 'views.py': 'from .http import session\nhere(session)', 'http.py': HTTP }, 'requests.Session()'],
    [{ 'shop/a.py': 'from shop.b import x\nhere(x)', 'shop/__init__.py': '', 'shop/b.py': 'from shop.a import x' }, '?recursion'],
  ])('%j', (files, expected) => {
    expect(here(files)).toBe(expected);
  });
});

describe('files that star-import each other', () => {
  it('are searched once each', () => {
    const names = Array.from({ length: 24 }, (_, at) => `part${at}`);
    const stars = names.map((name) => `from shop.${name} import *\n`).join('');
    const parts = Object.fromEntries(names.map((name) => [`shop/${name}.py`, stars]));
    expect(here({ 'shop/views.py': `${stars}here(Book)\n`, ...parts, 'shop/part9.py': `${stars}class Book:\n    pass\n` })).toBe('class Book');
  });
});

describe('unboundNames', () => {
  it.each([
    ['import a\na.b(c, d=e)', ['c', 'e']],
    ['def f(x, *args, y=z, **kw):\n    return x, args, y, kw', ['z']],
    ['class A:\n    x = 1\n    def f(self):\n        return x', ['x']],
    ['match m:\n    case P(q=r) | [*s]:\n        print(r, s)', ['m', 'P']],
    ['def f[T](a: T) -> T: ...', []],
    ['try:\n    pass\nexcept E as e:\n    e', ['E']],
    ['with a as (b, c), d as e:\n    b, c, e', ['a', 'd']],
    ['x = [y for y in y]', ['y']],
    ['f"{a!r:>{b}}"', ['a', 'b']],
    ['import a.b as c, d.e\nc, d', []],
  ])('%j', (text, expected) => {
    expect([...moduleOf({ 'shop/views.py': text }).unboundNames()].sort()).toEqual(expected.sort());
  });
});
