export { ModuleIndex } from '../python/modules.js';
