import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';

/** How editors are told a line; one that is not known is given the file alone. */
const LINE_ARGUMENTS: readonly (readonly [names: RegExp, args: (file: string, line: number) => string[]])[] = [
  [/^(vi|vim|nvim|view|nano|pico|emacs|emacsclient|micro|kak|joe|jed|ne|mg|mcedit|gedit|kate)$/, (file, line) => [`+${line}`, file]],
  [/^(code|code-insiders|codium|cursor|windsurf)$/, (file, line) => ['--goto', `${file}:${line}`]],
  [/^(hx|helix|subl|zed|zeditor)$/, (file, line) => [`${file}:${line}`]],
];

export interface Opening {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly folder: string;
  /** The descriptor of the terminal that the editor draws on. */
  readonly output: number;
}

/** The user's editor: a shell command, as git takes it. */
export function editorCommand(env: Readonly<Record<string, string | undefined>>): string {
  return env['VISUAL'] || env['EDITOR'] || 'vi';
}

/** The arguments that open a file at a line. */
export function editorArguments(command: string, file: string, line: number): string[] {
  const name = basename(command.trim().split(/\s+/)[0] ?? '');
  return LINE_ARGUMENTS.find(([names]) => names.test(name))?.[1](file, line) ?? [file];
}

/** Opens a file in an editor and waits until it is closed. Gives what went wrong, or null. */
export function openEditor(command: string, { file, line, folder, output }: Opening): string | null {
  const args = ['-c', `${command} "$@"`, command, ...editorArguments(command, file, line)];
  const { status, signal, error } = spawnSync('sh', args, { cwd: folder, stdio: [0, output, 2] });
  if (error !== undefined) return `the editor cannot be started: ${error.message}`;
  if (status === 127 || status === 126) return `\`${command}\` cannot be started; set VISUAL or EDITOR`;
  return status === 0 ? null : `\`${command}\` ended with ${status ?? signal}`;
}
