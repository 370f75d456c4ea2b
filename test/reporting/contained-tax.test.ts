import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalog } from '#shared/contracts/catalog.ts';
import { reporting } from '#shared/contracts/reporting.ts';
import { type House, openHouse } from '../support/house.ts';
import { changeCatalog, openTill, type Till } from '../support/till.ts';

let house: House;
let till: Till;

/** A restaurant whose prices contain ten percent of tax. */
before(async () => {
  house = await openHouse(['catalog']);
  till = await openTill(house);
  const { taxes } = await house.asker.ask(catalog, 'get_menu', {});
  await house.kill('catalog', 'SIGTERM');
  await changeCatalog(house, (announce) => {
    const [salesTax] = taxes;
    assert.ok(salesTax);
    const contained = { ...salesTax, percentage: 100_000, inclusive: true };
    announce('tax_saved', contained, { service: 'office' }, new Date().toISOString());
  });
  await house.start('catalog');
  await Promise.all(['staff', 'orders'].map((service) => house.start(service)));
});
after(() => house.close());

describe('a price that contains its tax', { timeout: 300_000 }, () => {
  it('is what the guest pays, less the discount', async () => {
    const order = await till.create(['Caesar salad'], { discount_id: till.idOf('Neighbors 10%') });
    const { subtotal, discount_total, tax, tax_included, total } = order;
    assert.deepEqual([subtotal, discount_total, tax, tax_included], [11, 1.1, 0.9, 0.9]);
    assert.equal(total, 9.9);
    await till.pay(order, 10);
  });

  it('is in the figures without the tax, and so is its discount', async () => {
    await house.start('reporting');
    const report = await house.asker.ask(reporting, 'report_today', { format: 'json' });
    assert.deepEqual(
      [report.total_sales_gross, report.discounts_applied, report.total_sales_net],
      [1000, 100, 900],
    );
    assert.deepEqual([report.tax_collected, report.cash_sales], [90, 990]);
  });
});
