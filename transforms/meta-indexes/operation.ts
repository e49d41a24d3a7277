/** The migration that goes with a new index. */
import { code, plain } from '../../src/core/code.js';
import type { Code, Wish } from '../../src/core/types.js';
import type { MigrationApp } from '../../src/django/migrations/app.js';
import { USUAL } from '../../src/django/migrations/render.js';
import { call, literal, literals, operation } from '../../src/django/migrations/written.js';

export interface NewIndex {
  readonly model: string;
  /** With `-` where descending. */
  readonly fields: readonly string[];
  readonly name: string;
}

/** What an app's migrations are like, and how indexes are built. */
export interface Building {
  readonly isConcurrent: boolean;
  readonly header: string | null;
}

const MODELS = { module: 'django.db', name: 'models' };

/** `AddIndex`, or what builds an index without keeping writers out. */
export function addIndex({ label, style = USUAL }: MigrationApp, { model, fields, name }: NewIndex, { isConcurrent, header }: Building): Wish {
  const index = call({ text: 'models.Index', imports: [MODELS] }, [`fields=${literals(fields, style)}`, `name=${literal(name, style)}`], 'index=', style);
  const adding: Code = isConcurrent
    ? { text: 'AddIndexConcurrently', imports: [{ module: 'django.contrib.postgres.operations', name: 'AddIndexConcurrently' }] }
    : { text: 'migrations.AddIndex', imports: [{ module: 'django.db', name: 'migrations' }] };
  const lower = model.toLowerCase();
  return {
    app: label,
    operation: operation(adding, [['model_name', plain(literal(lower, style))], ['index', code`${index}`]]),
    fragment: `${lower}_${name.toLowerCase()}`,
    ...(isConcurrent && { isConcurrent }),
    ...(header !== null && { header }),
  };
}
