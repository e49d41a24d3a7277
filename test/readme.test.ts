import { readFileSync } from 'node:fs';
import { loadTransform, transformIds } from '../src/source/catalogue.js';

test('the README lists every transform as it describes itself', async () => {
  const rows = readFileSync('README.md', 'utf8').split('\n').filter((line) => line.includes('](transforms/'));
  const expected: string[] = [];
  for (const transformId of transformIds()) {
    const { id, family, safety, summary } = await loadTransform(transformId);
    expected.push(`| [${id}](transforms/${id}.md) | ${family} | ${safety} | ${summary} |`);
  }
  expect(rows).toEqual(expected);
});
