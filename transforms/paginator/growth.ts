/** Whether a table grows with use, or is one that people look things up in. */
import type { Field, Model, ModelIndex } from '../../src/django/models/types.js';

/** Names end so, in the singular or with an `s` behind it. */
const LOOK_UP = endingIn([
  ...['Category', 'Categorie', 'Type', 'Status', 'Statuse', 'Tag', 'Role', 'Department', 'Country', 'Countrie'],
  ...['Currency', 'Currencie', 'Setting', 'Config', 'Configuration', 'Group', 'Unit', 'Kind', 'Level', 'Priority'],
  ...['Prioritie', 'Stage', 'Label', 'Choice', 'Option', 'Template', 'Permission', 'Language', 'Plan', 'Tier', 'Brand'],
  ...['Region', 'Location', 'Branch', 'Branche', 'Team', 'Shift', 'Position', 'Policy', 'Policie', 'Provider', 'Backend'],
  ...['Source', 'Rule', 'Menu', 'Section', 'Channel', 'Reason', 'Method', 'Holiday', 'Tax', 'Taxe', 'Rate', 'Warehouse'],
  ...['Integration', 'Webhook', 'Domain', 'Key', 'Token', 'Variable', 'Profile', 'Schedule', 'Slot', 'Attribute'],
  ...['Field', 'Question', 'Feature', 'Package', 'Vehicle', 'Zone', 'Room', 'Faq', 'FAQ', 'Banner', 'Slide', 'Service'],
  ...['Manager', 'Salesperson', 'Technician', 'Driver', 'Installer', 'Staff', 'Account', 'Address', 'Addresse'],
  ...['Period', 'Line', 'Step', 'Filter', 'View', 'Widget', 'Theme', 'Report'],
]);
/** What people and machines keep adding to, whatever it belongs to. */
const RECORD = endingIn([
  ...['Log', 'Entry', 'Event', 'Message', 'Notification', 'Order', 'Invoice', 'Payment', 'Transaction', 'Comment'],
  ...['Post', 'Article', 'Record', 'History', 'Request', 'Ticket', 'Customer', 'Client', 'Contact', 'Book', 'Product'],
  ...['Patient', 'Employee', 'Student', 'Lead', 'News', 'Visit', 'Booking', 'Reservation', 'Upload', 'Document'],
  ...['Application', 'Submission', 'Subscriber', 'Complaint', 'Feedback', 'Review', 'Alert', 'Task', 'Author', 'Candidate'],
  ...['Person', 'Member', 'Attendance', 'Shipment', 'Loan', 'Purchase', 'Sale', 'Bill', 'Receipt', 'Transfer', 'Movement'],
  ...['Inspection', 'Installation', 'Appointment', 'Case', 'Issue', 'Bug', 'Finding', 'Claim', 'Quote', 'Quotation'],
  ...['Contract', 'Activity', 'Result', 'Run', 'Build', 'Scan', 'Photo', 'Image', 'Video', 'Recipe', 'Thread', 'Topic'],
  ...['Reply', 'Answer', 'Vote', 'Rating', 'Timesheet', 'TimeSheet', 'Expense', 'Donation', 'Listing', 'Return'],
  ...['Refund'],
]);
const KEEPERS = /^(created|updated|modified|changed|added|edited)_?(by|user)?(_id)?$|_by$/;
const DATES = new Set(['DateField', 'DateTimeField']);

function endingIn(words: readonly string[]): RegExp {
  return new RegExp(`(?:${words.join('|')})s?$`);
}

/** Why a table is thought to grow, in words; null where nothing says so. */
export function growthOf(model: Model, models: ModelIndex): string | null {
  if (model.key === models.user) return 'every user is one';
  const dates = model.fields.filter(({ type, origin }) => DATES.has(type ?? '') && origin !== 'added');
  if (LOOK_UP.test(model.name) || model.path === null || dates.length === 0) return null;
  if (RECORD.test(model.name)) return `it has \`${preferred(dates)}\``;
  const owner = model.fields.find((field) => isOwner(field, model.key, models));
  return owner === undefined ? null : `it has \`${owner.name}\` and \`${preferred(dates)}\``;
}

/** A key to a user, or to something of which there are ever more; not to itself, and not to the person who typed it in. */
function isOwner({ name, relation, origin }: Field, key: string, models: ModelIndex): boolean {
  if (origin === 'added' || relation?.kind !== 'fk' || KEEPERS.test(name)) return false;
  if (relation.to.kind === 'user') return true;
  return relation.to.kind === 'model' && relation.to.key !== key && (relation.to.key === models.user || RECORD.test(relation.to.key));
}

function preferred(dates: readonly Field[]): string {
  return (dates.find(({ isAutoNow, name }) => isAutoNow && /creat|add|date/.test(name)) ?? dates.find(({ name }) => !/updat|modif/.test(name)) ?? dates[0])?.name ?? '';
}

/** Whether a column alone tells rows apart; a time of creation does so well enough. */
export function isUnique(order: string, model: Model): boolean {
  const name = order.replace(/^-/, '');
  if (name === 'pk' || name === '?') return true;
  const field = model.fields.find((one) => one.name === name || one.attname === name);
  return field === undefined || field.isUnique || field.isPrimaryKey || field.type === 'DateTimeField' || field.type === 'AutoField';
}
