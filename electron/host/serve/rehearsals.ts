import {
  ContractError,
  type ControlAnswer,
  type ControlArgs,
  type QueryAnswer,
} from '../../../shared/contract/contract.ts';
import { listScenarios } from '../listScenarios.ts';

/** What there is to rehearse, and a room for it. */
export interface Rehearsals {
  list(): Promise<QueryAnswer<'scenarios.read'>>;
  /** What is on the way. */
  opening(): QueryAnswer<'rehearsal.opening'>;
  start(args: ControlArgs<'rehearsal.start'>): Promise<ControlAnswer<'rehearsal.start'>>;
}

const why =
  'This host opens no second room: call holdpoint rehearse <scenario> --serve, which opens one in the browser.';

export const withoutRehearsals: Rehearsals = {
  list: async () => ({ scenarios: await listScenarios(), canStart: false, why }),
  opening: () => ({ rooms: [] }),
  start: () => Promise.reject(new ContractError('failed', why)),
};
