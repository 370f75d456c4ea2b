import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readConfig } from '#shared/config.ts';

describe('the configuration of a machine that runs some of the services', () => {
  const POS_BROKER_URL = 'mqtt://pos:canary@broker.lan';
  const refused = (env: NodeJS.ProcessEnv, sentence: RegExp) =>
    assert.throws(() => readConfig(env), { message: sentence });

  it('names them, and the broker over which the others are reached', () => {
    const named = readConfig({ POS_SERVICES: 'orders, payments', POS_BROKER_URL }).POS_SERVICES;
    assert.deepEqual(named, ['orders', 'payments']);
    const POS_SERVICES = 'orders,payments';
    refused({ POS_SERVICES }, /^POS_SERVICES=orders,payments is not right: .*POS_BROKER_URL/);
  });

  it('keeps the advertisement beside the door that it advertises', () => {
    for (const POS_SERVICES of ['gateway,orders', 'discovery']) {
      refused({ POS_SERVICES, POS_BROKER_URL }, /discovery .* goes with gateway\.$/);
    }
  });

  it('refuses a service that there is not, and tells nobody a password', () => {
    const POS_SERVICES = 'orders,cellar';
    refused({ POS_SERVICES, POS_BROKER_URL }, /^POS_SERVICES=orders,cellar is not right/);
    const wrong = POS_BROKER_URL.replace('mqtt:', 'http:');
    refused({ POS_BROKER_URL: wrong }, /^POS_BROKER_URL=http:\/\/…@broker.lan is not right/);
  });
});
