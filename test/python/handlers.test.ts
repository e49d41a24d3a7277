import { caughtAround } from '../../src/python/handlers.js';
import { moduleOf } from '../support/project.js';

/** What is caught around the only `here()`. */
function caught(text: string): readonly (string | null)[] {
  const module = moduleOf({ 'shop/views.py': text });
  const call = module.tree.nodes('call').find((node) => node.child('function')?.text === 'here');
  if (call === undefined) throw new Error('no here()');
  return caughtAround(call, module);
}

it.each([
  ['here()', []],
  ['try:\n    here()\nexcept OSError:\n    pass', ['builtins.OSError']],
  ['try:\n    here()\nexcept OSError as error:\n    pass', ['builtins.OSError']],
  ['try:\n    here()\nexcept (OSError, ValueError) as error:\n    pass', ['builtins.OSError', 'builtins.ValueError']],
  ['try:\n    here()\nexcept OSError, ValueError:\n    pass', ['builtins.OSError', 'builtins.ValueError']],
  ['try:\n    here()\nexcept* OSError as group:\n    pass', ['builtins.OSError']],
  ['try:\n    here()\nexcept:\n    pass', ['builtins.BaseException']],
  ['try:\n    here()\nexcept KeyError:\n    pass\nexcept ValueError:\n    pass', ['builtins.KeyError', 'builtins.ValueError']],
  ['import requests\ntry:\n    here()\nexcept requests.Timeout:\n    pass', ['requests.Timeout']],
  ['import requests\nDOWN = (requests.Timeout, OSError)\ntry:\n    here()\nexcept DOWN:\n    pass', ['requests.Timeout', 'builtins.OSError']],
  ['class Down(Exception):\n    pass\ntry:\n    here()\nexcept Down:\n    pass', [null]],
  ['try:\n    try:\n        here()\n    except KeyError:\n        pass\nexcept OSError:\n    pass', ['builtins.KeyError', 'builtins.OSError']],
  ['try:\n    pass\nexcept OSError:\n    here()', []],
  ['try:\n    pass\nexcept OSError:\n    pass\nelse:\n    here()', []],
  ['try:\n    pass\nfinally:\n    here()', []],
  ['try:\n    def f():\n        here()\nexcept OSError:\n    pass', []],
  ['try:\n    f = lambda: here()\nexcept OSError:\n    pass', []],
  ['def f():\n    try:\n        with book:\n            return [here()]\n    except OSError:\n        pass', ['builtins.OSError']],
])('%j', (text, expected) => {
  expect(caught(text)).toEqual(expected);
});
