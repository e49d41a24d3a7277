import type { ImportNeed } from '../../../src/core/types.js';
import { nameOf } from '../../../src/python/edits/names.js';
import { openModule } from '../../../src/python/open.js';

/** How `dotted` is named where `here` stands in the text. */
function named(text: string, dotted: string): { text: string; imports: readonly ImportNeed[] } {
  const opened = openModule({ path: 'shop/orders/views.py', name: 'shop.orders.views', text }, () => null);
  if ('problem' in opened) throw new Error(opened.problem);
  const at = opened.module.tree.nodes('identifier').find((node) => node.text === 'here');
  if (at === undefined) throw new Error('nowhere');
  return nameOf(opened.module, dotted, at);
}

const INDEX = 'django.db.models.Index';

describe('nameOf', () => {
  it.each([
    ['from django.db.models import Index\nhere', INDEX, 'Index'],
    ['from django.db.models import Index as Idx\nhere', INDEX, 'Idx'],
    ['from django.db import models\nhere', INDEX, 'models.Index'],
    ['from django.db import models as m\nhere', INDEX, 'm.Index'],
    ['import django.db.models\nhere', INDEX, 'django.db.models.Index'],
    ['import django.db.models as m\nhere', INDEX, 'm.Index'],
    ['import django.db.models.functions\nhere', INDEX, 'django.db.models.Index'],
    ['from django import db\ndb.models.Model\nhere', INDEX, 'db.models.Index'],
    ['from django.db import models\nfrom django.db.models import Index\nhere', INDEX, 'Index'],
    ['import requests\ndef sell():\n    here', 'requests.ConnectionError', 'requests.ConnectionError'],
    ['import requests as http\ndef sell():\n    here', 'requests.Timeout', 'http.Timeout'],
    ['from requests import ConnectionError\nhere', 'requests.ConnectionError', 'ConnectionError'],
    ['def sell():\n    import requests\n    here', 'requests.Timeout', 'requests.Timeout'],
    ['def sell():\n    here\nimport requests', 'requests.Timeout', 'requests.Timeout'],
    ['import requests\nclass Shop:\n    def sell(self):\n        return [here for x in y]', 'requests.Timeout', 'requests.Timeout'],
    ['try:\n    import requests\nexcept ImportError:\n    requests = None\ndef sell():\n    here', 'requests.Timeout', 'requests.Timeout'],
    ['import logging\nhere', 'logging', 'logging'],
    ['import logging as log\nhere', 'logging', 'log'],
    ['from .models import Order\nhere', 'shop.orders.models.Order', 'Order'],
    ['from . import models\nhere', 'shop.orders.models.Order', 'models.Order'],
    ['def audit(): pass\nhere', 'shop.orders.views.audit', 'audit'],
  ])('uses what is imported: %j', (text, dotted, name) => {
    expect(named(text, dotted)).toEqual({ text: name, imports: [] });
  });

  const short = { text: 'Index', imports: [{ module: 'django.db.models', name: 'Index' }] };

  it.each([
    ['nothing is imported', 'here'],
    ['only a type checker sees the import', 'if TYPE_CHECKING:\n    from django.db.models import Index\nhere'],
    ['only one branch imports it', 'if DEBUG:\n    from django.db import models\nhere'],
    ['another function imports it', 'def buy():\n    from django.db.models import Index\ndef sell():\n    here'],
    ['the import stands below', 'here\nfrom django.db.models import Index'],
    ['the import stands below a class body', 'class Shop:\n    here\nfrom django.db import models'],
    ['the submodule may not be loaded', 'import django\nhere'],
    ['a star may or may not bring it', 'from django.db.models import *\nhere'],
    ['the imported module is bound anew', 'from django.db import models\nmodels = 1\nhere'],
    ['a parameter hides the module', 'from django.db import models\ndef sell(models):\n    here'],
    ['the import is deleted', 'from django.db import models\ndel models\nhere'],
  ])('needs an import where %s', (_, text) => {
    expect(named(text, INDEX)).toEqual(short);
  });

  it.each([
    ['is a builtin', 'here', 'requests.ConnectionError', 'requests'],
    ['is a builtin of asyncio, too', 'import asyncio\nhere', 'requests.exceptions.TimeoutError', 'requests.exceptions'],
    ['is a class of the module', 'class Index: pass\nhere', INDEX, 'django.db.models'],
    ['is a local of any function', 'def sell():\n    Index = 1\nhere', INDEX, 'django.db.models'],
    ['is a parameter', 'here\ndef sell(Index): pass', INDEX, 'django.db.models'],
    ['is imported from elsewhere', 'from books import Index\nhere', INDEX, 'django.db.models'],
    ['is an alias', 'import books as Index\nhere', INDEX, 'django.db.models'],
    ['is declared global', 'def sell():\n    global Index\n    Index = 1\nhere', INDEX, 'django.db.models'],
    ['comes from a star', 'from books import *\nIndex()\nhere', INDEX, 'django.db.models'],
    ['is one of two fallbacks', 'try:\n    from django.db.models import Index\nexcept ImportError:\n    from books import Index\nhere', INDEX, 'django.db.models'],
    ['is taken, but its package is imported', 'import django\nclass Index: pass\nhere', INDEX, 'django.db.models'],
  ])('goes through the module where the name %s', (_, text, dotted, module) => {
    expect(named(text, dotted)).toEqual({ text: dotted, imports: [{ module, name: null }] });
  });

  it('needs a module alone', () => {
    expect(named('here', 'logging')).toEqual({ text: 'logging', imports: [{ module: 'logging', name: null }] });
  });

  it('takes the short name where only the package is hidden', () => {
    const text = 'class Shop:\n    Index = 1\ndef sell(django):\n    here';
    expect(named(text, INDEX)).toEqual(short);
  });

  it('says so when no name is free', () => {
    expect(() => named('def sell(logging):\n    here', 'logging')).toThrow('no free name for logging in shop/orders/views.py');
    expect(() => named('Index = django = 1\nhere', INDEX)).toThrow('no free name');
  });
});
