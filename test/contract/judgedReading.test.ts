import { expect, expectTypeOf, test } from 'vitest';
import type { Plain } from '../../shared/contract/plain.ts';
import type { QueryHandlers } from '../../shared/contract/handlers.ts';
import type { JudgedAt } from '../../shared/judge/snapshot.ts';
import type { JudgedReading } from '../../shared/model/judgedReading.ts';

test('what the judge says and what crosses a process are one type, both ways', () => {
  const toWire = (judged: JudgedAt): Plain<JudgedReading> => judged;
  const fromWire = (judged: Plain<JudgedReading>): JudgedAt => judged;
  expectTypeOf(toWire).returns.toExtend<JudgedAt>();
  expectTypeOf(fromWire).returns.toExtend<Plain<JudgedReading>>();
  expect(toWire).not.toBe(fromWire);
});

test('a handler that is missing or one too many does not compile', () => {
  const every = {} as QueryHandlers;
  const { 'plan.read': _left, ...less } = every;
  // @ts-expect-error One query has no handler.
  const missing: QueryHandlers = less;
  // @ts-expect-error The contract has no such query.
  const extra: QueryHandlers = { ...every, 'plan.guess': () => ({}) };
  expect([missing, extra]).toHaveLength(2);
});
