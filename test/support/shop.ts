import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, git, put, repository } from './folder.js';

/** Modules of the shop, and functions in each. */
const MODULES = 6;
const FUNCTIONS = 5;
/** Servers that take longer than any timeout a fix would choose. */
const SLOW: readonly number[] = [8, 23];

/** Where the calls to the slow servers are, as reports write it. */
export const SLOW_PLACES: readonly string[] = SLOW.map((at) => `shop/stock_${Math.floor(at / FUNCTIONS)}.py:${5 + 4 * (at % FUNCTIONS)}`);

function moduleAt(number: number): string {
  const functions = Array.from({ length: FUNCTIONS }, (_, at) => {
    const server = number * FUNCTIONS + at;
    return `\n\ndef stock_${server}(isbn):\n    return requests.get("https://stock-${server}.example/" + isbn).text\n`;
  });
  return `import requests\n${functions.join('')}`;
}

/** Stands for the library: a slow server's answer comes too late for a timeout under a minute. */
const REQUESTS = `
class Timeout(Exception):
    pass


class Response:
    text = "3"


def get(url, timeout=None):
    if timeout is not None and timeout < 60 and any(f"stock-{slow}.example" in url for slow in ${JSON.stringify(SLOW)}):
        raise Timeout(f"{url} took longer than {timeout} s")
    return Response()
`;

const TESTS = `import unittest
from importlib import import_module


class StockTest(unittest.TestCase):
    def test_every_shop_has_three(self):
        for server in range(${MODULES * FUNCTIONS}):
            module = import_module(f"shop.stock_{server // ${FUNCTIONS}}")
            with self.subTest(server=server):
                self.assertEqual(getattr(module, f"stock_{server}")("0141439513"), "3")
`;

/** A committed project with thirty calls that lack a timeout; its own tests fail where two of them get one. */
export function slowShop(): string {
  const modules = Array.from({ length: MODULES }, (_, number): [string, string] => [`shop/stock_${number}.py`, moduleAt(number)]);
  const shop = repository({ ...Object.fromEntries(modules), 'shop/__init__.py': '', 'tests.py': TESTS, '.gitignore': '__pycache__/\n' });
  return withAuthor(shop);
}

/** The command that runs the shop's tests, with a library that is not in the repository. */
export function testCommand(): string {
  const library = folder({ 'requests/__init__.py': REQUESTS });
  return `PYTHONPATH="${library}" python3 -m unittest -q tests`;
}

/** A repository that knows its author. */
export function withAuthor(root: string): string {
  git(root, 'config', 'user.name', 'Ada Buyer');
  git(root, 'config', 'user.email', 'ada@example.com');
  return root;
}

/** Changes that are staged, not staged, untracked and stashed. */
export function makeDirty(root: string): void {
  appendFileSync(join(root, 'shop/stock_1.py'), '\nSTASHED = True\n');
  git(root, 'stash');
  appendFileSync(join(root, 'shop/stock_0.py'), '\nSTAGED = True\n');
  git(root, 'add', 'shop/stock_0.py');
  appendFileSync(join(root, 'shop/stock_0.py'), '\nUNSTAGED = True\n');
  put(root, 'shop/stock_9.py', moduleAt(9));
}

