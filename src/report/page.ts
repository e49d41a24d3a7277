/** The text below a heading of a transform's page, up to the next heading of its rank; empty where there is none. */
export function sectionOf(page: string, heading: string): string {
  const lines = page.split(/\r?\n/);
  const from = lines.indexOf(`## ${heading}`);
  if (from === -1) return '';
  const to = headingsOf(lines).find((at) => at > from) ?? lines.length;
  return lines.slice(from + 1, to).join('\n').trim();
}

/** Where the headings of the second rank are; a line of a code block is none. */
function headingsOf(lines: readonly string[]): number[] {
  let isCode = false;
  return lines.flatMap((line, at) => {
    if (line.startsWith('```')) isCode = !isCode;
    return !isCode && /^##? /.test(line) ? [at] : [];
  });
}

/** The first sentence or two of a section, on one line, for where there is room for no more. */
export function gistOf(section: string): string {
  const [paragraph = ''] = section.split(/\n\s*\n/);
  return paragraph.replace(/\s+/g, ' ');
}
