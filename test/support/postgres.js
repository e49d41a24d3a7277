/**
 * Runs the proofs that need PostgreSQL, on a server of their own: `node test/support/postgres.js`. The server lives in a
 * temporary folder, can be reached through a socket there only, and is gone afterwards. It needs `initdb` and `pg_ctl`;
 * without them this ends with 2.
 */
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const NOT_FOUND = 2;
const DEBIAN = '/usr/lib/postgresql';
const USER = 'bookshop';

/** PostgreSQL does not run as root. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

function findBinaries() {
  const packaged = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)) : [];
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...packaged.map((version) => join(DEBIAN, version, 'bin'))];
  return folders.find((folder) => ['initdb', 'pg_ctl'].every((name) => existsSync(join(folder, name))));
}

function withServer(binaries, work) {
  const folder = mkdtempSync(join(tmpdir(), 'pitstop-pg-'));
  const data = join(folder, 'data');
  const options = { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], ...(isRoot && { uid: NOBODY, gid: NOBODY }) };
  const command = (name, ...args) => {
    const { status, error } = spawnSync(join(binaries, name), ['-D', data, ...args], options);
    if (status !== 0) throw new Error(`${name} failed; its words are above`, { cause: error });
  };
  try {
    if (isRoot) chownSync(folder, NOBODY, NOBODY);
    command('initdb', '--username', USER, '--auth', 'trust', '--encoding', 'UTF8', '--no-locale', '--no-sync');
    command('pg_ctl', '--wait', '--log', join(folder, 'log'), '-o', `-k '${folder}' -c listen_addresses='' -c fsync=off`, 'start');
    try {
      return work(folder);
    } finally {
      command('pg_ctl', '--mode', 'immediate', 'stop');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function proofs(socket) {
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--testMatch', '**/test/django/*.proof.ts'];
  const env = { ...process.env, DB_NAME: 'postgres', DB_USER: USER, DB_HOST: socket, DB_PORT: '5432', PGUSER: USER };
  return spawnSync(process.execPath, jest, { stdio: 'inherit', env }).status ?? 1;
}

/** An interrupt ends the proofs, which get it too; the server is stopped after them. */
process.on('SIGINT', () => {});

const binaries = findBinaries();
if (binaries === undefined) {
  process.stderr.write(`no PostgreSQL here: initdb and pg_ctl are neither on the path nor in ${DEBIAN}; nothing was tested\n`);
  process.exitCode = NOT_FOUND;
} else {
  process.exitCode = withServer(binaries, proofs);
}
