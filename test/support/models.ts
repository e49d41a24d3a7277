/** A project of many models in every shape, made up from a seed. */

export interface MadeUp {
  readonly files: Readonly<Record<string, string>>;
  /** Indexes to ask for, by label. */
  readonly indexes: Readonly<Record<string, readonly (readonly string[])[]>>;
}

/** Numbers that look random and are the same for a seed: Mulberry32. */
class Dice {
  constructor(private state: number) {}

  below(count: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
  }

  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  some<T>(items: readonly T[], count: number): T[] {
    const left = [...items];
    return Array.from({ length: Math.min(count, items.length) }, () => left.splice(this.below(left.length), 1)[0] as T);
  }
}

const BASES = `from django.db import models


class Publisher(models.Model):
    name = models.CharField(max_length=100)


class Stamped(models.Model):
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-created"]


class Ranked(models.Model):
    rank = models.IntegerField(default=0)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["rank"])]


class Plain(models.Model):
    note = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True
`;

const FIELDS: Readonly<Record<string, string>> = {
  status: 'models.CharField(max_length=10, default="open")',
  title: 'models.CharField(max_length=200, db_column="Title of it")',
  placed_at: 'models.DateTimeField(null=True, blank=True)',
  total: 'models.DecimalField(max_digits=8, decimal_places=2, default=0)',
  pages: 'models.PositiveIntegerField(default=1)',
  publisher: 'models.ForeignKey("core.Publisher", null=True, on_delete=models.CASCADE, related_name="+")',
  sequel_to: 'models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+", db_column="prequel")',
  größe: 'models.IntegerField(default=0)',
  a_very_long_name_for_a_column_of_a_table: 'models.BooleanField(default=False)',
  isbn: 'models.CharField(max_length=13, unique=True)',
};

const NAMES = ['Book', 'Author', 'Order', 'OrderLine', 'Übersetzung', 'Shipment', 'X', 'AnEditionOfABookInAnotherLanguageThanThatOfTheFirst', 'Review', 'Stock', 'DRAFT2'];

/** `apps` apps of eleven models each. */
export function madeUpModels(seed: number, apps: number): MadeUp {
  const dice = new Dice(seed);
  const files: Record<string, string> = { 'core/__init__.py': '', 'core/models.py': BASES, 'core/migrations/__init__.py': '' };
  const indexes: Record<string, readonly (readonly string[])[]> = {};
  const names = ['core', ...Array.from({ length: apps }, (_, at) => `shelf${at}`)];
  for (const app of names.slice(1)) {
    const made = NAMES.map((name) => modelOf(name, dice));
    const isPackage = dice.below(4) === 0;
    const text = (models: readonly Made[]): string => `${dice.one(HEADERS)}\n\n\n${models.map(({ code }) => code).join('\n\n\n')}\n`;
    files[`${app}/__init__.py`] = '';
    files[`${app}/migrations/__init__.py`] = '';
    if (isPackage) files[`${app}/models/__init__.py`] = `from .books import *\nfrom .rest import *\n`;
    if (isPackage) files[`${app}/models/books.py`] = text(made.slice(0, 4));
    files[isPackage ? `${app}/models/rest.py` : `${app}/models.py`] = text(isPackage ? made.slice(4) : made);
    if (dice.below(3) === 0) files[`${app}/apps.py`] = `from django.apps import AppConfig\n\n\nclass Config(AppConfig):\n    name = "${app}"\n    label = "${app}_shop"\n`;
    const label = files[`${app}/apps.py`] === undefined ? app : `${app}_shop`;
    for (const { name, asked } of made) indexes[`${label}.${name}`] = asked;
  }
  files['settings.py'] = `SECRET_KEY = "not a secret"\nINSTALLED_APPS = [${names.map((name) => `"${name}"`).join(', ')}]\nDEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"\nDATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}\n`;
  files['manage.py'] = 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n';
  return { files, indexes };
}

const HEADERS = [
  'from django.db import models\n\nfrom core.models import Plain, Ranked, Stamped',
  '"""Models."""\nfrom django.db import models\nfrom django.db.models import Index\n\nfrom core.models import Plain, Ranked, Stamped',
  'from core.models import Plain, Ranked, Stamped\nfrom django.db import models, transaction',
];

interface Made {
  readonly name: string;
  readonly code: string;
  readonly asked: readonly (readonly string[])[];
}

const PARENTS: readonly (readonly string[])[] = [['models.Model'], ['models.Model'], ['models.Model'], ['Stamped'], ['Ranked'], ['Plain'], ['Stamped', 'Ranked'], ['Plain', 'Stamped']];
const INHERITED: Readonly<Record<string, string>> = { Stamped: 'created', Ranked: 'rank', Plain: 'note' };

function modelOf(name: string, dice: Dice): Made {
  const parents = dice.one(PARENTS);
  const own = dice.some(Object.keys(FIELDS), 2 + dice.below(4));
  const inherited = parents.flatMap((parent) => INHERITED[parent] ?? []);
  const isBare = own.length === 2 && inherited.length > 0;
  const fields = [...inherited, ...(isBare ? [] : own)];
  const meta = isBare ? '' : metaOf(parents, own, dice);
  const asked = [indexOn(fields, dice), ...(dice.below(3) === 0 ? [indexOn(fields, dice)] : [])];
  if (isBare) return { name, asked, code: `class ${name}(${parents.join(', ')}):${dice.one([' pass', '\n    pass', '\n    """Nothing of its own."""'])}` };
  const lines = own.map((field) => `    ${field} = ${FIELDS[field]}`);
  const docstring = dice.below(4) === 0 ? [`    """A ${name}."""`, ''] : [];
  const method = dice.below(2) === 0 ? ['', '    def __str__(self):', '        return "it"'] : [];
  const body = dice.below(5) === 0 && meta !== '' ? [meta, '', ...lines] : [...lines, ...(meta === '' ? [] : ['', meta])];
  return { name, asked, code: [`class ${name}(${parents.join(', ')}):`, ...docstring, ...body, ...method].join('\n') };
}

function indexOn(fields: readonly string[], dice: Dice): readonly string[] {
  return dice.some(fields, 1 + dice.below(3)).map((field) => (dice.below(3) === 0 ? `-${field}` : field));
}

/** A `class Meta` in one of a dozen shapes, or none. */
function metaOf(parents: readonly string[], own: readonly string[], dice: Dice): string {
  const [field = 'status'] = own;
  const [parent = ''] = parents;
  const base = parent === 'models.Model' ? '' : `(${parent}.Meta)`;
  const star = parent === 'Ranked' ? `*${parent}.Meta.indexes, ` : '';
  const index = `models.Index(fields=["${field}", "id"])`;
  const shapes: readonly string[] = [
    '',
    '',
    `    class Meta${base}:\n        pass`,
    `    class Meta: verbose_name = "it"`,
    `    class Meta${base}:\n        ordering = ["${field}"]  # as printed`,
    `    class Meta${base}:\n        indexes = [${star}${index}]\n        verbose_name = "it"`,
    `    class Meta:\n        indexes = [\n            # asked for by the shop\n            ${index},\n        ]`,
    `    class Meta:\n        indexes = (\n            ${index},\n        )`,
    `    class Meta:\n        indexes = (${index},)`,
    `    class Meta:\n        indexes = [${index}] + [\n            models.Index(fields=["-${field}", "-id"], name="by_id_${dice.below(1e9)}"),\n        ]`,
    `    class Meta${base}:\n        indexes = []`,
    `    class Meta:\n        indexes: list = [${index}]\n        db_table = "t_${dice.below(1e9)}"`,
    `    class Meta${base}:\n        db_table = '"9 lives of ${dice.below(1e9)}"'`,
    `    class Meta${base}:\n        """Options."""`,
  ];
  return dice.one(shapes);
}
