import { possibleValues } from '../../src/python/possible.js';
import { inWords, moduleOf } from '../support/project.js';

/** What the argument of the only `here(…)` may be. */
function possible(text: string): string[] {
  const module = moduleOf({ 'shop/views.py': text });
  const call = module.tree.nodes('call').find((node) => node.child('function')?.text === 'here');
  const node = call?.child('arguments')?.named[0];
  if (node === undefined) throw new Error('no here(…)');
  return possibleValues(node, module).map(inWords);
}

it.each([
  ['import requests\nhere(requests.get)', ['requests.get']],
  ['import requests\nhere(requests.get if a else requests.put)', ['requests.get', 'requests.put']],
  ['import requests\nf = requests.get if a else requests.put\nhere(f)', ['requests.get', 'requests.put']],
  ['import requests\nif a:\n    f = requests.get\nelse:\n    f = requests.put\nhere(f)', ['requests.get', 'requests.put']],
  ['import requests\ndef g(s=None):\n    s = s or requests.Session()\n    here(s)', ['?parameter', 'requests.Session()']],
  ['import requests\nclass C:\n    def __init__(self, s):\n        self.s = s or requests.Session()\n    def f(self):\n        here(self.s)', ['?parameter', 'requests.Session()']],
  ['import requests\nclass C:\n    def a(self):\n        self.s = requests.Session()\n    def b(self):\n        self.s = fake\n    def f(self):\n        here(self.s)', ['requests.Session()', '?unbound']],
  ['here(books)', ['?unbound']],
])('%j', (text, expected) => {
  expect(possible(text)).toEqual(expected);
});
