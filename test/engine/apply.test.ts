import type { Edit } from '../../src/core/types.js';
import { edited } from '../../src/engine/apply.js';
import { moved } from '../../src/engine/edit.js';
import { insert, replace } from '../support/transforms.js';

const made = (text: string, ...edits: Edit[]): string => edited(text, edits).text;

describe('edits of a text', () => {
  it('are made wherever they stand in the list', () => {
    expect(made('ship(book, order)', replace({ start: 11, end: 16 }, 'parcel'), insert(0, 'self.'), replace({ start: 4, end: 11 }, '('))).toBe('self.ship(parcel)');
  });

  it('land in the order given at the same place', () => {
    expect(made('ship()', insert(5, 'book'), insert(5, ', order'))).toBe('ship(book, order)');
  });

  it.each([
    ['before', insert(5, 'a, '), 'ship(a, b)'],
    ['behind', insert(9, ', c'), 'ship(b, c)'],
  ])('put an insertion right %s a replacement', (_place, insertion, after) => {
    const edits = [replace({ start: 5, end: 9 }, 'b'), insertion];
    expect(made('ship(book)', ...edits)).toBe(after);
    expect(made('ship(book)', ...edits.reverse())).toBe(after);
  });

  it('keep an insertion next to what is removed', () => {
    expect(made('ship(book, order)', replace({ start: 5, end: 11 }, ''), insert(11, 'an_'), insert(5, 'by='))).toBe('ship(by=an_order)');
  });

  it('count offsets as strings do', () => {
    expect(made("ship('📚', é)\r\n", insert(12, '2'))).toBe("ship('📚', é2)\r\n");
  });

  it('may begin in an empty text and end behind the last character', () => {
    expect(made('', insert(0, 'import books\n'))).toBe('import books\n');
    expect(made('ship()', insert(6, '\n'))).toBe('ship()\n');
  });

  it('say where the rest has moved to', () => {
    const { text, layer } = edited('ship(book); pack(book)', [insert(0, 'self.'), replace({ start: 5, end: 9 }, '')]);
    const { start, end } = moved({ start: 12, end: 22 }, [layer]);
    expect(text.slice(start, end)).toBe('pack(book)');
  });
});
