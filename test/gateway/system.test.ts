import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { HouseStatus } from '#shared/contracts/health.ts';
import type { Entry } from '#shared/contracts/service.ts';
import { staff } from '#shared/contracts/staff.ts';
import { type Front, openFront } from '../support/front.ts';
import { until } from '../support/until.ts';

let front: Front;
let ada: string;
let ben: string;
before(async () => {
  front = await openFront(['staff'], { POS_LOG_FILE: '/nowhere/pos.log' });
  [ada, ben] = [await front.login('2468'), await front.login('1357')];
});
after(() => front.close());
const asked = async (call: string, token = ada) => {
  const [method = '', path = ''] = call.split(' ');
  const { status, body } = await front.call<{ code?: string }>(method, path, { token });
  return [status, body.code];
};

describe('the machine', { timeout: 120_000 }, () => {
  const calls = [
    'GET /system/status',
    'GET /system/services',
    'POST /system/services/staff/restart',
    'GET /system/logs',
    'GET /system/usb',
    'POST /system/usb/eject',
  ];
  for (const call of calls) {
    it(`is an admin's: ${call}`, async () => {
      assert.deepEqual(await asked(call, ben), [403, 'FORBIDDEN']);
      assert.deepEqual(await asked(call, 'nobody'), [401, 'UNAUTHENTICATED']);
    });
  }

  it('says so where pm2 does not run the services, and where no log is written', async () => {
    assert.deepEqual(await asked('GET /system/services'), [409, 'NOT_SUPERVISED']);
    const restart = await asked('POST /system/services/staff/restart');
    assert.deepEqual(restart, [409, 'NOT_SUPERVISED']);
    assert.deepEqual(await asked('GET /system/logs'), [404, 'NO_LOG_FILE']);
    assert.deepEqual(await asked('POST /system/usb/eject'), [409, 'NO_STICK']);
    assert.deepEqual(await asked('GET /system/logs?level=loud'), [422, 'VALIDATION_FAILED']);
  });

  it('tells of each service its memory and its file, and of the disk what is free', async () => {
    let house: HouseStatus | undefined;
    await until('staff is heard', async () => {
      house = (await front.call<HouseStatus>('GET', '/system/status', { token: ada })).body;
      return house.services.staff?.status === 'ready';
    });
    const { processes, databases, disk, broker, host } = house as HouseStatus;
    const of = (name: string) => processes.find(({ service }) => service === name);
    assert.ok(Number(of('staff')?.memory) > 10_000_000, 'a process has more than 10 MB');
    assert.deepEqual([of('staff')?.restarts, of('staff')?.behind], [0, 0]);
    assert.deepEqual([of('orders')?.memory, of('orders')?.uptime], [null, null]);
    assert.deepEqual([databases.length, databases[0]?.service], [1, 'staff']);
    assert.ok(Number(databases[0]?.size) > 0 && Number(disk?.free) > 0);
    assert.deepEqual([broker.services, broker.screens], [1, 0]);
    assert.ok(host.temperature === null || host.temperature > 0);
  });

  it('is in the audit with who tended it', async () => {
    const heard = front.house.heard<Entry>('pos/staff/did/machine_tended');
    const caller = { staff_id: 1, isAdmin: true, till: 'bar' };
    const done = { deed: 'stick_ejected', subject: '/media/usbdrive' };
    await front.house.asker.ask(staff, 'note_deed', done, { caller });
    const { actor, body } = await heard;
    assert.deepEqual([actor, body], [{ staff_id: 1, till: 'bar' }, done]);
  });
});

describe('metrics', () => {
  const get = async (headers: Record<string, string> = {}) => {
    const answer = await fetch(`http://127.0.0.1:${front.port}/metrics`, { headers });
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      text: await answer.text(),
    };
  };
  it('are there for whoever asks from this machine, and for an admin', async () => {
    const { status, type, text } = await get();
    assert.deepEqual([status, type], [200, 'text/plain; version=0.0.4; charset=utf-8']);
    assert.match(text, /^# HELP pos_healthy .+\n# TYPE pos_healthy gauge\npos_healthy 0\n/);
    assert.match(text, /^pos_service_ready\{service="staff"\} 1$/m);
    const names = text.match(/^\w+(?=[{ ])/gm) ?? [];
    for (const name of new Set(names)) assert.match(text, new RegExp(`^# TYPE ${name} `, 'm'));
    const far = { 'x-forwarded-for': '192.168.1.7' };
    assert.equal((await get({ ...far, authorization: `Bearer ${ada}` })).status, 200);
  });
  it('are for nobody else, also where a proxy on this machine asks for them', async () => {
    for (const name of ['x-forwarded-for', 'forwarded']) {
      assert.equal((await get({ [name]: 'for=192.168.1.7' })).status, 401);
    }
    const { status } = await get({ forwarded: 'for=x', authorization: `Bearer ${ben}` });
    assert.equal(status, 403);
  });
});
