import { effectOf } from '../../src/celery/effects.js';
import { outlookOf } from '../../src/celery/outlook.js';
import { taskOf, type Task } from '../../src/celery/tasks.js';
import { unseenFrom } from '../../src/celery/unseen.js';
import { moduleOf } from '../support/project.js';

const HEAD = [
  'import requests, smtplib, redis, boto3, httpx, socket, urllib.request',
  'from celery import shared_task',
  'from django.core.mail import send_mail, EmailMessage',
  'from django.db import connection, transaction',
  'from django.db.models import F',
  'from shop.models import Book',
  '',
].join('\n');

const IMPORTS = 'import subprocess\nfrom django.core.cache import cache\nfrom django.core.files.storage import default_storage\nfrom django.dispatch import Signal\nbook_changed = Signal()\n';

function taskWith(body: readonly string[], before = ''): Task {
  const module = moduleOf({ 'shop/tasks.py': `${HEAD}${before}\n@shared_task\ndef work(key):\n${body.map((line) => `    ${line}\n`).join('')}`, 'shop/__init__.py': '' });
  const definition = module.tree.nodes('function_definition').find((node) => node.child('name')?.text === 'work');
  const task = definition === undefined ? null : taskOf(module, definition);
  if (task === null) throw new Error('no task');
  return task;
}

const DATABASE = ['django.db.OperationalError', 'django.db.InterfaceError'];

describe('the errors that pass are inferred from', () => {
  it.each([
    ['requests.get(key)', ['requests.ConnectionError', 'requests.Timeout']],
    ['requests.Session().get(key).json()', ['requests.ConnectionError', 'requests.Timeout']],
    ['httpx.get(key)', ['httpx.TransportError']],
    ['redis.from_url(key).get("a")', ['redis.exceptions.ConnectionError', 'redis.exceptions.TimeoutError']],
    ['urllib.request.urlopen(key)', ['urllib.error.URLError', 'ConnectionError', 'TimeoutError']],
    ['socket.create_connection(key)', ['ConnectionError', 'TimeoutError']],
    ['EmailMessage(key).send()', ['smtplib.SMTPConnectError', 'smtplib.SMTPServerDisconnected', 'ConnectionError', 'TimeoutError']],
    ['boto3.resource("s3").Bucket(key).delete()', ['botocore.exceptions.EndpointConnectionError', 'botocore.exceptions.ConnectTimeoutError', 'botocore.exceptions.ReadTimeoutError']],
    ['Book.objects.get(pk=key)', DATABASE],
    ['connection.cursor().execute(key)', DATABASE],
    ['transaction.atomic()', DATABASE],
  ])('%s', (call, errors) => {
    expect(outlookOf(taskWith([call]), 'infer')?.errors).toEqual(errors);
  });

  it.each(['key.get(1)', 'send_mail("a", "b", None, [key], fail_silently=True)', 'requests.Session()', 'Book.objects(pk=key)'])(
    'not from %s',
    (call) => {
      expect(outlookOf(taskWith([call]), 'infer')).toBeNull();
    },
  );

  it('a query that runs later, where it runs', () => {
    const late = ['books = Book.objects.filter(pk=key)', 'books = books.order_by("title")', 'try:', '    return list(books)', 'except Exception:', '    return []'];
    expect(outlookOf(taskWith(late), 'infer')).toMatchObject({ errors: [], error: 'django.db.OperationalError' });
    expect(outlookOf(taskWith([...late, 'return books.count()']), 'infer')?.errors).toEqual(DATABASE);
  });
});

describe('an effect that a retry repeats is', () => {
  it.each([
    ['requests.post(key)', 'send'],
    ['requests.request("POST", key)', 'send'],
    ['redis.Redis().rpush("a", key)', 'append'],
    ['send_mail("a", "b", None, [key])', 'send'],
    ['Book.objects.create(title=key)', 'create'],
    ['Book.objects.bulk_create(key)', 'create'],
    ['Book(title=key).save()', 'create'],
    ['Book.objects.update(sold=F("sold") + 1)', 'count'],
    ['charge_card(key)', 'charge'],
    ['other.delay(key)', 'queue'],
    ['shop_dispatch_task(key)', 'queue'],
    ['open(key, "a")', 'append'],
  ])('%s', (call, verb) => {
    expect(effectOf(taskWith([call]))?.verb).toBe(verb);
  });

  it.each([
    'requests.get(key)',
    'requests.put(key)',
    'requests.delete(key)',
    'Book.objects.get_or_create(title=key)',
    'Book.objects.bulk_create(key, ignore_conflicts=True)',
    'Book.objects.update(price=F("base") + 1)',
    'post_process(key)',
    'get_send_count(key)',
    'order_to_notify_about(key)',
    'capture_exception(key)',
    'create_session(key)',
    'socket.create_connection(key)',
    'open(key, "w")',
  ])('not %s', (call) => {
    expect(effectOf(taskWith([call]))).toBeNull();
  });

  it.each([
    ['a function that keeps its errors in', 'def tell(key):\n    try:\n        send_text(key)\n    except Exception:\n        return False\n', 'send'],
    ['a function two calls away', 'def tell(key):\n    call(key)\ndef call(key):\n    Book.objects.create(title=key)\n', 'create'],
    ['a function that is to be called later', 'def tell(key):\n    transaction.on_commit(lambda: other.delay(key))\n', 'queue'],
    ['a function that hands a task on', 'def tell(key):\n    transaction.on_commit(partial(other.delay, key))\n', 'queue'],
  ])('in %s', (_, before, verb) => {
    expect(effectOf(taskWith(['tell(key)'], before))?.verb).toBe(verb);
  });

  it.each([
    ['a name that its body denies', 'def publish(key):\n    return requests.put(key)\n', 'publish(key)'],
    ['a name of a plain computation', 'def increment_name(key):\n    return key + "1"\n', 'increment_name(key)'],
    ['a function that makes what is missing', 'def ensure_book(key):\n    Book.objects.create(title=key)\n', 'ensure_book(key)'],
  ])('not in %s', (_, before, call) => {
    expect(effectOf(taskWith([call], before))).toBeNull();
  });

  it('by a method of the model whose row it is called on', () => {
    const model = 'class Delivery(models.Model):\n    def again(self):\n        deliver.delay(self.pk)\n';
    expect(effectOf(taskWith(['for one in Delivery.objects.filter(pk=key):', '    one.again()'], model))?.verb).toBe('queue');
    expect(effectOf(taskWith(['Delivery.objects.get(pk=key).again()'], model))?.verb).toBe('queue');
  });

  it('by a method of the manager', () => {
    const model = 'class Counted(models.QuerySet):\n    def age(self):\n        self.update(years=F("years") + 1)\nclass Author(models.Model):\n    objects = Counted.as_manager()\n';
    expect(effectOf(taskWith(['Author.objects.age()'], model))?.verb).toBe('count');
  });
});

describe('a call that may reach something unknown', () => {
  it.each([
    ['import zenpy\n', 'zenpy.Zenpy(key)'],
    ['', 'key.synchronise()'],
    ['', 'subprocess.run(key)'],
    ['', 'default_storage.delete(key)'],
    ['def tell(key):\n    remote.ask(key)\n', 'tell(key)'],
    ['', 'getattr(Book, key)()'],
    ['', 'book_changed.send(sender=Book)'],
  ])('%j %s', (before, call) => {
    expect(unseenFrom(taskWith(['Book.objects.get(pk=key)', call], IMPORTS + before))).not.toBeNull();
  });

  it.each([
    ['', 'book = Book.objects.get(pk=key)', 'book.title = "A"', 'book.save(update_fields=["title"])'],
    ['', 'Book.objects.published().update(seen=True)'],
    ['', 'books = Book.objects.filter(pk=key)', 'books._raw_delete(books.db)'],
    ['', 'cache.set(key, Book.objects.count(), 60)'],
    ['', 'Book._meta.get_field(key)'],
    ['def retire(book):\n    book.is_old = True\n    book.save()\n', 'for book in Book.objects.all():', '    retire(book)'],
  ])('%j %s', (before, ...body) => {
    expect(unseenFrom(taskWith(body, IMPORTS + before))).toBeNull();
  });
});
