import { readdirSync } from 'node:fs';
import { loadTransform, pageOf, transformIds } from '../src/source/catalogue.js';
import { check, messagesOf } from '../src/testing/check.js';
import { uncompilable } from '../src/testing/compile.js';
import { orphans, readFixtures } from '../src/testing/fixtures.js';
import { checkPage } from '../src/testing/page.js';

const ids = transformIds();

it('every folder of fixtures belongs to a transform', () => {
  expect(readdirSync('fixtures').filter((name) => !name.startsWith('_') && !ids.includes(name))).toEqual([]);
});

for (const id of ids) describe(id, () => {
  const folder = `fixtures/${id}`;
  const fixtures = readFixtures(folder);

  it('has fixtures of each kind, and none without its other half', () => {
    const kinds = new Set(fixtures.map(({ kind }) => kind));
    expect(['change', 'keep', 'refuse'].filter((kind) => !kinds.has(kind as 'change'))).toEqual([]);
    expect(orphans(folder)).toEqual([]);
  });

  it('has fixtures that python3 compiles', async () => {
    expect(await uncompilable(fixtures)).toEqual({});
  });

  it('raises each of its messages in some fixture', async () => {
    const transform = await loadTransform(id);
    const raised = new Set((await Promise.all(fixtures.map((fixture) => messagesOf(fixture, transform)))).flat());
    expect(Object.keys(transform.messages).filter((message) => !raised.has(message))).toEqual([]);
  });

  it('has a page that shows its example', async () => {
    for (const { claim, expected, actual } of checkPage(pageOf(id), await loadTransform(id), fixtures)) {
      expect({ [claim]: actual }).toEqual({ [claim]: expected });
    }
  });

  for (const fixture of fixtures) it(`${fixture.kind}: ${fixture.name}`, async () => {
    for (const { claim, expected, actual } of await check(fixture, await loadTransform(id))) {
      expect({ [claim]: actual }).toEqual({ [claim]: expected });
    }
  });
});
