/** Lines of a command's output that are shown. */
const SHOWN = 12;
const KEPT_BYTES = 64 * 1024;

/** The end of a long output, in little memory. */
export class Tail {
  private chunks: Buffer[] = [];
  private size = 0;

  add(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
    while (this.size - (this.chunks[0]?.length ?? 0) > KEPT_BYTES) this.size -= this.chunks.shift()?.length ?? 0;
  }

  lines(): string[] {
    return lastLines(this.chunks);
  }
}

/** The last lines with something on them, as plain text: no colours, and of a line that was overwritten its last state. */
export function lastLines(chunks: readonly Buffer[]): string[] {
  const text = Buffer.concat(chunks).subarray(-KEPT_BYTES).toString('utf8').replace(ESCAPES, '');
  const lines = text.split(/\r?\n/).map((line) => (line.split('\r').at(-1) as string).replace(CONTROLS, '').trimEnd());
  return lines.filter((line) => line.trim() !== '').slice(-SHOWN);
}

const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
