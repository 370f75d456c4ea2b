import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findingsOf, printerSeen } from '../../services/print-spooler/whereabouts.ts';

const [A, B] = ['mac:00:11:62:00:00:0a', 'mac:00:11:62:00:00:0b'] as const;
const UUID = 'uuid:e3248000-80ce-11db-8000-64eb8c0a0b0c';
const machine = (last: number, ...identities: string[]) => {
  return { host: `192.168.1.${last}`, port: 9100, identities };
};
const printer = (id: number, last: number, ...identities: string[]) => {
  return { id, ...machine(last, ...identities) };
};

describe('a printer of ours', () => {
  it('is learnt to be known where it stands, and by more later', () => {
    const learnt = (...identities: string[]) => [{ what: 'learnt', id: 1, identities }];
    assert.deepEqual(findingsOf([printer(1, 60)], [machine(60, A)]), learnt(A));
    assert.deepEqual(findingsOf([printer(1, 60, A)], [machine(60, A, UUID)]), learnt(A, UUID));
    const home = [{ what: 'home', id: 1 }];
    assert.deepEqual(findingsOf([printer(1, 60, A, UUID)], [machine(60, A)]), home);
  });
  it('that nobody sees is nothing to speak of', () => {
    assert.deepEqual(findingsOf([printer(1, 60, A)], []), []);
    assert.deepEqual(findingsOf([printer(1, 60, A)], [machine(60)]), []);
  });
  it('is followed to its new address, whoever is at the old one', () => {
    const moved = (vacated: boolean) => [{ what: 'moved', id: 1, host: '192.168.1.61', vacated }];
    assert.deepEqual(findingsOf([printer(1, 60, A)], [machine(61, A)]), moved(false));
    assert.deepEqual(
      findingsOf([printer(1, 60, A)], [machine(61, A), machine(60, B)]),
      moved(true),
    );
    assert.deepEqual(findingsOf([printer(1, 60, A)], [machine(61, A), machine(60)]), moved(false));
  });
  it('is followed though the neighbor table still has it at the old one', () => {
    const old = { ...machine(60, A), found_by: ['address' as const] };
    const moved = [{ what: 'moved', id: 1, host: '192.168.1.61', vacated: false }];
    assert.deepEqual(findingsOf([printer(1, 60, A)], [old, machine(61, A)]), moved);
    assert.equal(findingsOf([printer(1, 60, A)], [old])[0]?.what, 'home');
  });
  it('changes places with another', () => {
    const ours = [printer(1, 60, A), printer(2, 61, B)];
    assert.deepEqual(
      findingsOf(ours, [machine(60, B), machine(61, A)]).map((one) => [one.what, one.id]),
      [
        ['moved', 1],
        ['moved', 2],
      ],
    );
  });
  it('is never moved without an identity, nor to another port', () => {
    assert.deepEqual(findingsOf([printer(1, 60)], [machine(61, A)]), []);
    const elsewhere = { ...machine(61, A), port: 9101 };
    assert.deepEqual(findingsOf([printer(1, 60, A)], [elsewhere]), []);
  });
  it('does not become another: what is at its address now is a stranger', () => {
    assert.deepEqual(findingsOf([printer(1, 60, A)], [machine(60, B)]), [
      { what: 'stranger', id: 1 },
    ]);
    const mixed = machine(60, B, UUID);
    assert.deepEqual(findingsOf([printer(1, 60, A, UUID)], [mixed])[0]?.what, 'stranger');
    assert.deepEqual(findingsOf([printer(1, 60, A, UUID)], [machine(61, B, UUID)]), []);
  });
  it('does not take what another of ours is known by', () => {
    const ours = [printer(1, 60), printer(2, 61, B)];
    assert.deepEqual(findingsOf(ours, [machine(60, B)])[0], { what: 'home', id: 1 });
  });
  it('is not followed where two say that they are it, or where another of ours stays', () => {
    const two = [machine(61, A), machine(62, A)];
    const hosts = ['192.168.1.61', '192.168.1.62'];
    assert.deepEqual(findingsOf([printer(1, 60, A)], two), [{ what: 'unclear', id: 1, hosts }]);
    const ours = [printer(1, 60, A), printer(2, 61)];
    assert.equal(findingsOf(ours, [machine(61, A)])[0]?.what, 'unclear');
  });
  it('stays with whoever should have made room for it and was not met', () => {
    const ours = [printer(1, 60, A), printer(2, 61, B)];
    const seen = [machine(61, A), machine(62, B)];
    const moving = (refused: number[]) => {
      return findingsOf(ours, seen, refused).filter(({ what }) => what === 'moved').length;
    };
    assert.deepEqual([moving([]), moving([2]), moving([1])], [2, 0, 1]);
  });
});

describe('what is on the network', () => {
  it('is ours by what it is known by, else by where it is', () => {
    const ours = [printer(1, 60, A), printer(2, 61)];
    assert.equal(printerSeen(machine(70, A), ours)?.id, 1);
    assert.equal(printerSeen(machine(61, B), ours)?.id, 2);
    assert.equal(printerSeen(machine(60, B), ours), undefined);
    assert.equal(printerSeen(machine(60), ours)?.id, 1);
  });
});
