/**
 * The script of the HTML report. It is embedded as it stands, so it imports nothing; types are checked by
 * the tsconfig beside it. Everything that comes from the report's data is put in as text, never as HTML.
 *
 * @typedef {import('../data.js').DiffData} DiffData
 * @typedef {import('../data.js').FindingData} FindingData
 * @typedef {import('../data.js').LineData} LineData
 */
'use strict';

(() => {
  /** @type {{ kinds: string[], changed: number, findings: FindingData[] }} */
  const data = JSON.parse(/** @type {string} */ (byId('data').textContent));
  const articles = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('article')]);
  if (articles.length === 0) return;

  const files = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('section.file')]);
  const toggles = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll('.toggle')]);
  const transform = /** @type {HTMLSelectElement} */ (byId('transform'));
  const path = /** @type {HTMLInputElement} */ (byId('path'));
  const help = /** @type {HTMLDialogElement} */ (byId('help'));
  const all = byId('all');

  /** @param {string} id @returns {HTMLElement} */
  function byId(id) {
    return /** @type {HTMLElement} */ (document.getElementById(id));
  }

  /** @param {string} tag @param {string} [className] @param {string} [text] @returns {HTMLElement} */
  function element(tag, className = '', text = '') {
    const made = document.createElement(tag);
    if (className !== '') made.className = className;
    if (text !== '') made.textContent = text;
    return made;
  }

  // Filters

  function filter() {
    const verdicts = new Set(toggles.filter(isPressed).map((toggle) => toggle.dataset['verdict']));
    const words = path.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const file of files) {
      const name = (file.dataset['path'] ?? '').toLowerCase();
      const isFile = words.every((word) => name.includes(word));
      let inFile = 0;
      for (const article of /** @type {NodeListOf<HTMLElement>} */ (file.querySelectorAll('article'))) {
        const isKind = transform.value === '' || article.dataset['transform'] === transform.value;
        article.hidden = !(isFile && isKind && verdicts.has(article.dataset['verdict']));
        if (!article.hidden) inFile++;
      }
      file.hidden = inFile === 0;
      shown += inFile;
    }
    byId('shown').textContent = shown === articles.length ? `${shown} findings` : `${shown} of ${articles.length} findings`;
    byId('none').hidden = shown > 0;
  }

  /** @param {HTMLElement} button */
  function isPressed(button) {
    return button.getAttribute('aria-pressed') === 'true';
  }

  /** @param {HTMLElement | undefined} button */
  function press(button) {
    button?.setAttribute('aria-pressed', String(!isPressed(button)));
  }

  function reset() {
    for (const toggle of toggles) toggle.setAttribute('aria-pressed', 'true');
    transform.value = '';
    path.value = '';
    filter();
  }

  // One finding

  /** @param {HTMLElement} article */
  function headOf(article) {
    return /** @type {HTMLButtonElement} */ (article.querySelector('button'));
  }

  /** @param {HTMLElement} article @param {boolean} isOpen */
  function expand(article, isOpen) {
    const body = fill(article);
    body.hidden = !isOpen;
    headOf(article).setAttribute('aria-expanded', String(isOpen));
  }

  /** Builds what a finding shows when it is first looked at. @param {HTMLElement} article */
  function fill(article) {
    const body = /** @type {HTMLElement} */ (article.querySelector('.body'));
    if (body.childElementCount > 0) return body;
    const finding = /** @type {FindingData} */ (data.findings[Number(article.dataset['at'])]);
    body.append(...finding.diffs.map((diff) => diffView(diff, article.dataset['verdict'] === 'refused')));
    if (finding.imports.length > 0) body.append(importsNote(finding.imports));
    body.append(whyNote(article.dataset['transform'] ?? ''));
    return body;
  }

  /** @param {readonly string[]} imports */
  function importsNote(imports) {
    const note = element('p', 'imports', 'With it, once in the file: ');
    imports.forEach((statement, at) => note.append(at > 0 ? ', ' : '', element('code', '', statement)));
    return note;
  }

  /** @param {string} id */
  function whyNote(id) {
    const why = element('details', 'why');
    const template = /** @type {HTMLTemplateElement} */ (byId(`why-${id}`));
    why.append(element('summary', '', 'Why'), template.content.cloneNode(true));
    return why;
  }

  // Diffs: blocks of kept or changed lines, each with what was on the left and what is on the right

  /** @param {DiffData} diff @param {boolean} isExcerpt */
  function diffView({ path: other, isNew, hunks }, isExcerpt) {
    const figure = element('figure', isExcerpt ? 'code' : isNew ? 'diff new' : 'diff');
    if (other !== null) figure.append(element('figcaption', '', isNew ? `${other} (new)` : other));
    if (hunks.length === 0) figure.append(element('p', '', 'The text of this file is not part of the report.'));
    for (const hunk of hunks) figure.append(hunkView(hunk));
    return figure;
  }

  /** @param {readonly LineData[]} lines */
  function hunkView(lines) {
    const hunk = element('div', 'hunk');
    for (let at = 0; at < lines.length; ) {
      const isKept = lines[at]?.[0] === ' ';
      let end = at;
      while (end < lines.length && (lines[end]?.[0] === ' ') === isKept) end++;
      hunk.append(blockView(lines.slice(at, end), isKept));
      at = end;
    }
    return hunk;
  }

  /** @param {readonly LineData[]} lines @param {boolean} isKept */
  function blockView(lines, isKept) {
    const block = element('div', isKept ? 'block kept' : 'block changed');
    const left = element('div', 'side before');
    const right = element('div', 'side after');
    left.append(...lines.filter(([sign]) => sign !== '+').map(lineView));
    right.append(...lines.filter(([sign]) => sign !== '-').map(lineView));
    if (isKept) right.setAttribute('aria-hidden', 'true');
    block.append(left, right);
    return block;
  }

  const SIGNS = { ' ': 'line', '-': 'line removed', '+': 'line added' };

  /** @param {LineData} line */
  function lineView([sign, number, text, shown]) {
    const line = element('div', SIGNS[sign]);
    line.dataset['number'] = number > 0 ? String(number) : '';
    const code = element('code');
    let at = 0;
    for (let next = 0; next < shown.length; next += 2) {
      const piece = text.slice(at, at + Number(shown[next]));
      code.append(pieceView(piece, Number(shown[next + 1])));
      at += piece.length;
    }
    code.append(text.slice(at) || (text === '' ? '\n' : ''));
    line.append(code);
    return line;
  }

  /** @param {string} text @param {number} look */
  function pieceView(text, look) {
    const kind = data.kinds[look % data.changed] ?? 'plain';
    const isChanged = look >= data.changed;
    if (kind === 'plain' && !isChanged) return document.createTextNode(text);
    return element(isChanged ? 'mark' : 'span', kind === 'plain' ? '' : kind, text);
  }

  // Keys

  /** @param {1 | -1} by */
  function step(by) {
    const visible = articles.filter((article) => !article.hidden);
    const current = document.activeElement?.closest('article');
    const at = current instanceof HTMLElement ? visible.indexOf(current) : -1;
    const next = visible[at === -1 ? (by === 1 ? firstOnScreen(visible) : -1) : at + by];
    if (next === undefined) return;
    headOf(next).focus({ preventScroll: true });
    next.scrollIntoView({ block: 'center' });
  }

  /** @param {readonly HTMLElement[]} visible */
  function firstOnScreen(visible) {
    return Math.max(0, visible.findIndex((article) => article.getBoundingClientRect().top > 0));
  }

  /** @type {Record<string, () => void>} */
  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    '/': () => path.focus(),
    '?': () => help.showModal(),
    x: () => expandAll(!isPressed(all)),
    1: () => toggles[0]?.click(),
    2: () => toggles[1]?.click(),
    3: () => toggles[2]?.click(),
  };

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.target === path) return void (event.key === 'Escape' && leavePath());
    if (event.target instanceof HTMLSelectElement) return;
    if (!Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    KEYS[event.key]?.();
  }

  /** The first time it empties the field, then it leaves it. */
  function leavePath() {
    if (path.value === '') return path.blur();
    path.value = '';
    filter();
  }

  /** @param {boolean} isOpen */
  function expandAll(isOpen) {
    for (const article of articles) if (!article.hidden) expand(article, isOpen);
    all.setAttribute('aria-pressed', String(isOpen));
    all.textContent = isOpen ? 'Collapse all' : 'Expand all';
  }

  /** A link to a finding shows it. */
  function follow() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!(target instanceof HTMLElement) || target.tagName !== 'ARTICLE') return;
    if (target.hidden) reset();
    expand(target, true);
    target.scrollIntoView({ block: 'center' });
  }

  for (const toggle of toggles) toggle.addEventListener('click', () => (press(toggle), filter()));
  for (const article of articles) headOf(article).addEventListener('click', () => {
    expand(article, headOf(article).getAttribute('aria-expanded') !== 'true');
  });
  for (const pick of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-pick]'))) {
    pick.addEventListener('click', () => {
      transform.value = transform.value === pick.dataset['pick'] ? '' : (pick.dataset['pick'] ?? '');
      filter();
    });
  }
  path.addEventListener('input', filter);
  transform.addEventListener('change', filter);
  byId('reset').addEventListener('click', reset);
  byId('keys').addEventListener('click', () => help.showModal());
  all.addEventListener('click', () => expandAll(!isPressed(all)));
  document.addEventListener('keydown', onKey);
  addEventListener('hashchange', follow);
  addEventListener('beforeprint', () => articles.forEach((article) => article.hidden || fill(article)));
  document.documentElement.classList.add('live');
  filter();
  follow();
})();
