/** The queries of a project as a source of facts. */
import { roleOf } from '../../core/roles.js';
import type { FactSource } from '../facts.js';
import { collect } from './collect.js';
import type { QueryFacts, QueryLeaf } from './types.js';

/** One of these stands in every file that filters or sorts rows, or says how a list can be. */
const LITERALS = ['.objects', '.filter(', '.order_by(', '.latest(', '.earliest(', '_or_404(', '_manager.', 'ModelAdmin', 'filterset_fields', 'ordering_fields'];

/** What tests and migrations ask for says nothing of what the program does all day. */
function wants(path: string): boolean | null {
  return roleOf(path) === 'code' ? null : false;
}

export const queryFacts: FactSource<QueryLeaf, QueryFacts> = {
  id: 'queries',
  python: { literals: [LITERALS], wants, collect },
  merge: (leaves) => ({ files: Object.fromEntries(leaves) }),
};
