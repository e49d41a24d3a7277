import { lineOf, parse } from '../../src/python/tree.js';

function tree(text: string) {
  const parsed = parse(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.tree;
}

describe('parse', () => {
  it('copies every token with UTF-16 offsets', () => {
    const { root } = tree("x = '😀é'\nrequests.get(url)\n");
    const call = [...root.descendants('call')][0];
    expect(call?.text).toBe('requests.get(url)');
    expect(call?.child('function')?.text).toBe('requests.get');
    expect(call?.child('arguments')?.children.map((child) => child.text)).toEqual(['(', 'url', ')']);
  });

  it('takes two words for one operator, whatever stands between them', () => {
    const { root } = tree('x = a not  in b\ny = (a is\n    not b)\n');
    const operators = [...root.descendants('not in', 'is not')].map(({ text, children }) => [text, children.map((child) => child.text)]);
    expect(operators).toEqual([['not  in', ['not', 'in']], ['is\n    not', ['is', 'not']]]);
  });

  it('reads a file longer than 32 KB', () => {
    const text = 'x = 1\n'.repeat(20_000);
    expect(tree(text).nodes('assignment')).toHaveLength(20_000);
  });

  it.each([
    ['def f(:\n', 'syntax error at line 1'],
    ['x = 1\ny = (\n', 'syntax error at line 2'],
    ['x = 1\nprint "hello"\n', 'Python 2 syntax at line 2'],
    ['exec "x = 1"\n', 'Python 2 syntax at line 1'],
    ['print >>f, x\n', 'Python 2 syntax at line 1'],
    ['try:\n    x()\nexcept ValueError, e:\n    pass\n', 'Python 2 syntax at line 3'],
  ])('names what is wrong with %j', (text, problem) => {
    expect(parse(text)).toEqual({ problem });
  });

  it.each([
    ['except KeyError, ValueError:', ['KeyError', 'ValueError']],
    ['except socket.error, OSError , KeyError:', ['socket.error', 'OSError', 'KeyError']],
    ['except* KeyError, ValueError:', ['KeyError', 'ValueError']],
  ])('reads %j as PEP 758 does', (clause, types) => {
    const { root, text } = tree(`try:\n    x()\n${clause}\n    pass\n`);
    expect(text).toContain(clause);
    const tuples = [...root.descendants('tuple')];
    const names = tuples.flatMap((tuple) => tuple.named.filter((part) => part.type !== 'tuple').map((part) => part.text));
    expect(names.sort()).toEqual([...types].sort());
  });

  it('knows a tuple that starts with a call of print', () => {
    expect(parse('print("a"), b\n')).toHaveProperty('tree');
  });
});

describe('lineOf', () => {
  it.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [4, 3],
  ])('gives the line of offset %d', (offset, line) => {
    expect(lineOf('a\nb\nc', offset)).toBe(line);
  });
});
