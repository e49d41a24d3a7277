/**
 * Draws bench/runs/review.svg: a review of the example project, as the terminal shows it after some answers. The
 * same build gives the same bytes.
 */
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Screen } from '../test/support/screen.js';
import { DARK, svgOf } from './svg.js';

const TARGET = 'bench/runs/review.svg';
/** The card of the picture; those before it are taken. */
const CARD = 'catalogue/isbn.py:44';

const shop = realpathSync(mkdtempSync(join(tmpdir(), 'picture-')));
cpSync('fixtures/_projects/bookshop', shop, { recursive: true });
execFileSync('git', ['init', '--quiet'], { cwd: shop });
const screen = new Screen(shop, [process.execPath, resolve('dist/src/cli/main.js'), 'fix', 'catalogue'], { columns: 88, rows: 21 });
try {
  for (let card = 1; !(await screen.until(new RegExp(`^ ${card}/`))).includes(CARD); card++) screen.type(card === 2 ? 'n' : 'y');
  writeFileSync(TARGET, svgOf(screen.terminal, DARK, 'pitstop fix: a review'));
} finally {
  screen.close();
  rmSync(shop, { recursive: true, force: true });
}
