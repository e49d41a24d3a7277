import type { TransformContext } from '../../src/python/define.js';
import type { MESSAGES } from './messages.js';
import type { OPTIONS } from './options.js';

/** What every helper of meta-indexes is handed. */
export type Terms = TransformContext<typeof OPTIONS, typeof MESSAGES, 'migrations' | 'models' | 'queries' | 'settings'>;
