import { runTexts } from '../../src/engine/run.js';
import { giving } from '../support/transforms.js';

const transforms = [{ transform: giving('ship', "by='post'") }, { transform: giving('pack', 'twice=True', { family: 'parcels' }) }];

async function look(text: string, complete = true) {
  const { findings, suppressions } = await runTexts({ 'shop.py': text }, transforms, { complete, gate: async () => [] });
  return { found: findings.map(({ transform }) => transform), ...suppressions };
}

describe('a suppression keeps a place silent', () => {
  it.each([
    ['on its line', 'ship(order)  # pitstop: ignore\n'],
    ['without a space', 'ship(order)  #pitstop:ignore\n'],
    ['by the id of the transform', 'ship(order)  # pitstop: ignore[ship-by]\n'],
    ['by its family', 'ship(order)  # pitstop: ignore[bookshop]\n'],
    ['by one of several names', 'ship(order)  # pitstop: ignore[bookshop, parcels]\n'],
    ['behind another comment', 'ship(order)  # noqa  # pitstop: ignore[ship-by] because of the post\n'],
    ['on its own line above', '# pitstop: ignore[ship-by]\nship(order)\n'],
    ['above further comments', '# pitstop: ignore[ship-by]\n# The post is on strike.\nship(order)\n'],
    ['at the start of a statement of several lines', 'sent = [  # pitstop: ignore\n    ship(order),\n]\n'],
    ['on the line on which the place starts', 'sent = [\n    ship(order),  # pitstop: ignore\n]\n'],
    ['above that line, inside the statement', 'sent = [\n    # pitstop: ignore\n    ship(order),\n]\n'],
    ['above the decorators of a definition', '# pitstop: ignore\n@ship(order)\n@pack\ndef send():\n    pass\n'],
    ['at a definition whose decorator it is', '@ship(order)\ndef send():  # pitstop: ignore\n    pass\n'],
    ['with CRLF line ends', '# pitstop: ignore[ship-by]\r\nship(order)\r\n'],
    ['in a block', 'if sold:\n    # pitstop: ignore\n    ship(order)\n'],
  ])('%s', async (_name, text) => {
    const { found, used } = await look(text);
    expect({ found, used }).toEqual({ found: [], used: 1 });
  });

  it.each([
    ['for another transform', 'ship(order)  # pitstop: ignore[pack-twice]\n'],
    ['on the last line of a statement', 'sent = [\n    ship(order),\n]  # pitstop: ignore\n'],
    ['two lines above', '# pitstop: ignore\nread(book)\nship(order)\n'],
    ['behind the statement above', 'read(book)  # pitstop: ignore\nship(order)\n'],
    ['above the block that holds the place', '# pitstop: ignore\nif sold:\n    ship(order)\n'],
    ['in a string', "ship('# pitstop: ignore')\n"],
  ])('but not %s', async (_name, text) => {
    expect((await look(text)).found).toEqual(['ship-by']);
  });

  it('and stays silent when other places are fixed', async () => {
    const { files } = await runTexts({ 'shop.py': 'ship(a)  # pitstop: ignore\nship(b)\n' }, transforms);
    expect(files[0]?.after).toBe("ship(a)  # pitstop: ignore\nship(b, by='post')\n");
  });
});

describe('a suppression that does nothing', () => {
  it.each([
    ['has no names', 'read(book)  # pitstop: ignore\n', [{ path: 'shop.py', line: 1, transforms: null }]],
    ['names a transform with nothing to say', 'read(book)\nread(book)  # pitstop: ignore[ship-by]\n', [{ path: 'shop.py', line: 2, transforms: ['ship-by'] }]],
    ['names one transform too many', 'ship(order)  # pitstop: ignore[ship-by, pack-twice]\n', [{ path: 'shop.py', line: 1, transforms: ['pack-twice'] }]],
    ['names nothing that exists', 'ship(order)  # pitstop: ignore[ship-bye]\n', [{ path: 'shop.py', line: 1, transforms: ['ship-bye'] }]],
  ])('is reported if it %s', async (_name, text, unused) => {
    expect((await look(text)).unused).toEqual(unused);
  });

  it('is not reported if it may be meant for a transform that did not run', async () => {
    const text = 'read(book)  # pitstop: ignore\nread(book)  # pitstop: ignore[cached-property]\nread(book)  # pitstop: ignore[bookshop, ship-by]\n';
    expect((await look(text, false)).unused).toEqual([{ path: 'shop.py', line: 3, transforms: ['ship-by'] }]);
  });
});
