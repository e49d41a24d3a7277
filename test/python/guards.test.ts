import { guardsAround, handlersOf, outcomeOf } from '../../src/python/guards.js';
import type { PyNode } from '../../src/python/tree.js';
import { moduleOf } from '../support/project.js';

function onlyFunction(text: string): { definition: PyNode; call: PyNode; module: ReturnType<typeof moduleOf> } {
  const module = moduleOf({ 'shop/tasks.py': text });
  const [definition] = module.tree.nodes('function_definition');
  const call = module.tree.nodes('call').find((node) => node.child('function')?.text === 'here');
  if (definition === undefined || call === undefined) throw new Error('no function that calls here()');
  return { definition, call, module };
}

/** The guards around `here()`: what they catch and what they do. */
function guards(...lines: readonly string[]): string[] {
  const { definition, call, module } = onlyFunction(['from contextlib import suppress', 'def f():', ...lines.map((line) => `    ${line}`)].join('\n'));
  return guardsAround(call, definition, module).flat().map(({ types, outcome }) => `${types?.map((type) => type.text).join('|') ?? '*'} ${outcome}`);
}

describe('the guards around a call', () => {
  it('are the handlers of a try whose body holds it', () => {
    expect(guards('try:', '    here()', 'except (KeyError, ValueError) as error:', '    pass', 'except:', '    pass')).toEqual([
      'KeyError|ValueError swallows',
      '* swallows',
    ]);
  });

  it('list the classes of a clause without parentheses one by one', () => {
    expect(guards('try:', '    here()', 'except KeyError, ValueError, OSError:', '    pass')).toEqual(['KeyError|ValueError|OSError swallows']);
    expect(guards('try:', '    here()', 'except (KeyError, (ValueError, OSError)):', '    pass')).toEqual(['KeyError|ValueError|OSError swallows']);
  });

  it('stand in order from the inside out', () => {
    expect(guards('try:', '    try:', '        here()', '    except KeyError:', '        raise', 'except OSError:', '    pass')).toEqual([
      'KeyError raises',
      'OSError swallows',
    ]);
  });

  it.each([
    ['a handler', ['try:', '    pass', 'except KeyError:', '    here()']],
    ['else', ['try:', '    pass', 'except KeyError:', '    pass', 'else:', '    here()']],
    ['finally', ['try:', '    pass', 'finally:', '    here()']],
  ])('do not watch over %s of their own', (_name, lines) => {
    expect(guards(...lines)).toEqual([]);
  });

  it('include suppress, and a finally that returns', () => {
    expect(guards('with suppress(KeyError), open("a") as b:', '    here()')).toEqual(['KeyError swallows']);
    expect(guards('try:', '    here()', 'finally:', '    return 1')).toEqual(['* swallows']);
  });
});

describe('what a handler does with its error', () => {
  it.each([
    ['raise', 'raises'],
    ['raise error', 'raises'],
    ['raise error from None', 'raises'],
    ['raise error.with_traceback(None)', 'raises'],
    ['if last: raise', 'raises'],
    ['raise KeyError(1) from error', 'replaces'],
    ['if last: raise KeyError(1)', 'swallows'],
    ['print(error)', 'swallows'],
    ['f = lambda: error', 'swallows'],
  ])('`%s` %s', (body, expected) => {
    const { module } = onlyFunction(`def f():\n    try:\n        here()\n    except OSError as error:\n        ${body}\n`);
    const [statement] = module.tree.nodes('try_statement');
    const [handler] = statement === undefined ? [] : handlersOf(statement);
    expect(handler === undefined ? null : outcomeOf(handler)).toBe(expected);
  });

  it('reads the two classes of PEP 758', () => {
    const { module } = onlyFunction('def f():\n    try:\n        here()\n    except KeyError, ValueError:\n        pass\n');
    const [statement] = module.tree.nodes('try_statement');
    expect(statement === undefined ? [] : handlersOf(statement)[0]?.types?.map((type) => type.text)).toEqual(['KeyError', 'ValueError']);
  });
});
