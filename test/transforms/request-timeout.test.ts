import { runTexts } from '../../src/engine/run.js';
import { encode } from '../../src/source/encoding.js';
import transform from '../../transforms/request-timeout.js';

const SHOP = 'import requests\n\n\ndef count(url):\n    return requests.get(url)\n\n\ndef pay(url):\n    return requests.post(url)\n';

/** The messages about a project's files. */
async function messages(files: Readonly<Record<string, string>>, options: Readonly<Record<string, unknown>> = {}): Promise<string[]> {
  const { findings } = await runTexts(files, [{ transform, options }], { encode });
  return findings.map(({ message }) => message);
}

/** What `shop/stock.py` is told of a test. */
async function told(test: string): Promise<string[]> {
  const found = await messages({ 'shop/__init__.py': '', 'shop/stock.py': SHOP, 'shop/tests/test_stock.py': test });
  return found.map((message) => /`shop\/tests.*/.exec(message)?.[0] ?? '');
}

const FAILS = '`shop/tests/test_stock.py:LINE` asserts the exact arguments of this call and will fail';

describe('what a message adds', () => {
  it.each([
    ['requests.post(url)', 'The server may have done the work all the same, so repeating the call can do it twice'],
    ['requests.get(url, stream=True)', 'It bounds the wait for each piece of the stream, not the whole of it'],
    ['imaplib.IMAP4(url)', 'The argument needs Python 3.9'],
    ['requests.request(verb, url)', 'The server may have done the work all the same, so repeating the call can do it twice'],
  ])('%s', async (call, expected) => {
    const [message] = await messages({ 'shop/stock.py': `import imaplib\nimport requests\n\n\ndef count(url):\n    return ${call}\n` });
    expect(message).toContain(`. ${expected}`);
  });

  it.each([
    ['requests.get(url)', 'requests.HTTPError', true],
    ['requests.get(url)', 'requests.exceptions.ConnectionError', true],
    ['requests.get(url)', '(requests.HTTPError, ValueError)', true],
    ['requests.get(url)', 'ValueError', false],
    ['requests.get(url)', 'requests.Timeout', false],
    ['requests.get(url)', 'requests.exceptions.RequestException', false],
    ['requests.get(url)', 'Exception', false],
    ['requests.get(url)', '(requests.HTTPError, NETWORK_ERRORS)', false],
    ['urllib.request.urlopen(url)', 'urllib.error.URLError', true],
    ['urllib.request.urlopen(url)', 'OSError', false],
    ['smtplib.SMTP(url)', '(smtplib.SMTPException, socket.timeout)', false],
    ['smtplib.SMTP(url)', '(smtplib.SMTPConnectError, socket.timeout)', true],
    ['smtplib.SMTP(url)', 'OSError', false],
  ])('%s in a try that catches %s', async (call, caught, expected) => {
    const text = `import smtplib, socket, urllib.error, urllib.request\nimport requests\n\n\ndef count(url):\n    try:\n        return ${call}\n    except ${caught}:\n        return 0\n`;
    const [message] = await messages({ 'shop/stock.py': text });
    expect(message?.includes('does not catch a timeout while reading')).toBe(expected);
  });

  it('tells the two timeouts of a mail server apart', async () => {
    const text = 'import smtplib\n\n\ndef send(host):\n    try:\n        smtplib.SMTP(host)\n    except smtplib.SMTPException:\n        return False\n';
    const [message] = await messages({ 'shop/mail.py': text });
    expect(message).toContain('it raises `TimeoutError` or `smtplib.SMTPServerDisconnected` instead');
    expect(message).toContain('does not catch a timeout while connecting; add `TimeoutError`');
  });
});

describe('tests that assert the arguments of an edited call', () => {
  const PATCH = 'from unittest import mock\nfrom unittest.mock import call, patch\n';
  it.each([
    ['with mock.patch("shop.stock.requests.get") as get:\n    get.assert_called_with("u")', 4],
    ['with (\n    patch("shop.stock.requests.get") as get,\n    patch("shop.stock.cache"),\n):\n    get.assert_any_call("u")', 7],
    ['@patch("shop.stock.requests.get")\ndef test(get):\n    get.assert_called_once_with("u")', 5],
    ['@patch("shop.stock.cache")\n@patch("shop.stock.requests.get")\ndef test(get, cache):\n    get.assert_called_once_with("u")', 6],
    ['@patch("shop.stock.cache", new=None)\n@patch("shop.stock.requests.get")\ndef test(get):\n    get.assert_called_once_with("u")', 6],
    ['class Test:\n    @patch("shop.stock.requests.get")\n    def test(self, get):\n        get.assert_has_calls([call("u")])', 6],
    ['@patch("shop.stock.requests")\nclass Test:\n    def test(self, requests):\n        requests.get.assert_called_with("u")', 6],
    ['from shop import stock\n@patch.object(stock, "requests")\ndef test(http):\n    http.get.assert_called_with("u")', 6],
    ['import requests\nimport shop.stock\n@patch.object(requests, "get")\ndef test(get):\n    get.assert_called_with("u")', 7],
    ['from shop.stock import count\n@patch("requests.get")\ndef test(get):\n    get.assert_called_with("u")', 6],
    ['def test(mocker):\n    get = mocker.patch("shop.stock.requests.get")\n    get.assert_called_with("u")', 5],
    ['def test():\n    patcher = patch("shop.stock.requests.get")\n    get = patcher.start()\n    get.assert_called_with("u")', 6],
    ['class Test:\n    def setUp(self):\n        self.get = patch("shop.stock.requests.get").start()\n    def test(self):\n        self.get.assert_called_with("u")', 7],
    ['@patch("shop.stock.requests.get")\ndef test(get):\n    assert get.call_args == call("u")', 5],
    ['class Test:\n    @patch("shop.stock.requests.get")\n    def test(self, get):\n        self.assertEqual(get.call_args_list, [call("u")])', 6],
    ['class Test:\n    @patch("shop.stock.requests.get")\n    def test(self, get):\n        self.assertEqual(get.call_args.kwargs, {})', 6],
    ['@patch("shop.stock.requests.get")\ndef test(get):\n    get.assert_called_with(*expected)', 5],
    ['@patch("shop.stock.requests.get", autospec=True)\ndef test(get):\n    get.assert_called_with(session, "u")', 5],
  ])('%j', async (test, line) => {
    expect(await told(`${PATCH}${test}\n`)).toEqual([FAILS.replace('LINE', String(line)), '']);
  });

  it.each([
    ['@patch("shop.stock.requests.get")\ndef test(get):\n    get.assert_called_once_with("u", timeout=10)'],
    ['@patch("shop.stock.requests.get")\ndef test(get):\n    get.assert_called_once()'],
    ['@patch("shop.stock.requests.get")\ndef test(get):\n    assert get.call_args.kwargs["json"] == {}'],
    ['@patch("shop.stock.requests.get")\ndef test(get):\n    assert get.call_args.args[0] == "u"'],
    ['@patch("shop.stock.requests.get")\ndef test(get):\n    get.assert_called_once_with("u", params={})'],
    ['@patch("shop.stock.requests.get")\ndef test(get):\n    get.assert_called_once_with(url="u")'],
    ['@patch("shop.stock.cache")\ndef test(cache):\n    cache.assert_called_once_with("u")'],
    ['@patch("shop.other.requests.get")\ndef test(get):\n    get.assert_called_once_with("u")'],
    ['@patch("requests.get")\ndef test(get):\n    get.assert_called_once_with("u")'],
  ])('not %j', async (test) => {
    expect(await told(`${PATCH}${test}\n`)).toEqual(['', '']);
  });

  it('names the test of what every verb of requests goes through', async () => {
    const test = 'import requests\nfrom shop import stock\n@patch.object(requests.Session, "request")\ndef test(request):\n    request.assert_called_once_with("POST", "u")';
    expect(await told(`${PATCH}${test}\n`)).toEqual([FAILS.replace('LINE', '7'), FAILS.replace('LINE', '7')]);
  });

  it('names two, and counts more', async () => {
    const asserting = (times: number): string =>
      `${PATCH}@patch("shop.stock.requests.post")\ndef test(post):\n${'    post.assert_called_with("u")\n'.repeat(times)}`;
    expect((await told(asserting(2)))[1]).toBe('`shop/tests/test_stock.py:5` and `shop/tests/test_stock.py:6` assert the exact arguments of this call and will fail');
    expect((await told(asserting(4)))[1]).toBe('`shop/tests/test_stock.py:5` and 3 other places assert the exact arguments of this call and will fail');
  });
});
