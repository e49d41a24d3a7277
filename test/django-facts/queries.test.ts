import { modelFacts } from '../../src/django/models/source.js';
import { queryFacts } from '../../src/django/queries/source.js';
import { usagesOf, type Usage } from '../../src/django/queries/usages.js';
import { gather } from '../support/gather.js';

const MODELS = `from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    pass


class Customer(models.Model):
    name = models.CharField(max_length=100)
    code = models.CharField(max_length=100)

    def late(self):
        return self.orders.filter(status="late")


class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="orders")
    status = models.CharField(max_length=10)
    placed_at = models.DateTimeField()

    class Meta:
        ordering = ["-placed_at"]
        get_latest_by = "placed_at"
`;

/** What the last query in a body asks of a model of the shop. */
function usage(body: string, model = 'Order', head = 'from .models import Order'): Usage | undefined {
  const files = { 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/views.py': `${head}\n\n\ndef view(request, value):\n${body.replace(/^/gm, '    ')}\n` };
  const all = usagesOf(gather(queryFacts, files), gather(modelFacts, files)).get(`shop/models.py:${model}`)?.usages ?? [];
  return all.filter(({ path }) => path === 'shop/views.py').at(-1);
}

describe('a query', () => {
  it.each([
    ['return Order.objects.filter(status=value)', { equal: ['status'], ordering: ['-placed_at'], isSorted: false }],
    ['return Order.objects.filter(customer_id=value, status="open")', { equal: ['customer', 'status'] }],
    ['return Order.objects.filter(customer__pk=value)', { equal: ['customer'] }],
    ['return Order.objects.filter(status__in=value)', { equal: [], member: ['status'] }],
    ['return Order.objects.filter(placed_at__gte=value)', { range: ['placed_at'] }],
    ['return Order.objects.filter(placed_at__date=value)', { range: [], isNarrowed: true }],
    ['return Order.objects.filter(placed_at__year__lt=value)', { range: ['placed_at'] }],
    ['return Order.objects.filter(customer__name=value)', { equal: [], isNarrowed: true }],
    ['return Order.objects.filter(**value)', { equal: [], isNarrowed: true }],
    ['return Order.objects.exclude(status=value)', { equal: [] }],
    ['return Order.objects.filter(status=value).order_by("placed_at")[:5]', { ordering: ['placed_at'], isSorted: true, isBounded: true }],
    ['return Order.objects.order_by("customer__name")', { ordering: null }],
    ['return Order.objects.order_by()', { ordering: [] }],
    ['return Order.objects.filter(status=value).count()', { ordering: [] }],
    ['return Order.objects.latest()', { ordering: ['placed_at'], isBounded: true }],
    ['return Order._default_manager.get(status=value)', { equal: ['status'] }],
    ['orders = Order.objects.filter(status=value)\nreturn orders.order_by("placed_at")', { equal: ['status'], ordering: ['placed_at'] }],
    ['return await Order.objects.filter(status=value).afirst()', { equal: ['status'], isBounded: true }],
  ])('%s', (body, expected) => {
    expect(usage(body)).toMatchObject(expected);
  });

  it.each([
    ['a shortcut', 'return get_object_or_404(Order, status=value)', 'from django.shortcuts import get_object_or_404\nfrom .models import Order'],
    ['a module', 'return models.Order.objects.get(status=value)', 'from shop import models'],
    ['an alias', 'return Sale.objects.get(status=value)', 'from shop.models import Order as Sale'],
    ['an import of its own', 'from shop.models import Order\n\nreturn Order.objects.get(status=value)', ''],
    ['Q objects that must all hold', 'return Order.objects.filter(Q(status=value) & Q(customer=1))', 'from django.db.models import Q\nfrom .models import Order'],
  ])('by %s is a query of the model', (_how, body, head) => {
    expect(usage(body, 'Order', head)?.equal).toContain('status');
  });

  it.each([
    ['a parameter', 'return value.objects.filter(status=1)'],
    ['a name with two values', 'orders = Order\nif value:\n    orders = value\nreturn orders.objects.filter(status=1)'],
    ['an attribute that is no manager', 'return Order.archive.shelf.filter(status=1)'],
  ])('of %s is none of the model', (_what, body) => {
    expect(usage(body)).toBeUndefined();
  });

  it('by a related manager of self has one value of the key', () => {
    const files = { 'shop/__init__.py': '', 'shop/models.py': MODELS };
    const usages = usagesOf(gather(queryFacts, files), gather(modelFacts, files));
    expect(usages.get('shop/models.py:Order')?.usages).toMatchObject([{ equal: ['customer', 'status'], within: 'Customer.late' }]);
  });
});
