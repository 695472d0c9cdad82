import type { Message } from './say.ts';
import { boardWords } from './words/board.ts';
import { burnWords } from './words/burn.ts';
import { callWords, clockWords } from './words/call.ts';
import { chartWords } from './words/chart.ts';
import { deedWords } from './words/deed.ts';
import { deedFieldWords } from './words/deedFields.ts';
import { deskWords } from './words/desk.ts';
import { latencyWords } from './words/latency.ts';
import { pageWords } from './words/page.ts';
import { paletteWords } from './words/palette.ts';
import { pollWords, rampWords, runbookWords, triggerWords } from './words/people.ts';
import { planWords, readinessWords } from './words/plan.ts';
import { rehearsalWords } from './words/rehearsal.ts';
import { replayWords } from './words/replay.ts';
import { reviewWords } from './words/review.ts';
import { logWords, pageTurnerWords, sourceWords, wallWords } from './words/views.ts';
import { scoreWords } from './words/score.ts';
import { soundWords } from './words/sound.ts';
import { versionWords } from './words/version.ts';
import { whatIfWords } from './words/whatIf.ts';
import { formulaWords, ruleWords, sampleWords, whyWords } from './words/why.ts';

/** Every text that the product itself says on a screen. What plans and people write is not here. */
export const catalogue = {
  ...deedWords,
  ...deedFieldWords,
  ...deskWords,
  ...latencyWords,
  ...pageWords,
  ...versionWords,
  ...paletteWords,
  ...triggerWords,
  ...runbookWords,
  ...pollWords,
  ...rampWords,
  ...boardWords,
  ...planWords,
  ...whatIfWords,
  ...readinessWords,
  ...replayWords,
  ...soundWords,
  ...reviewWords,
  ...logWords,
  ...sourceWords,
  ...rehearsalWords,
  ...scoreWords,
  ...pageTurnerWords,
  ...wallWords,
  ...burnWords,
  ...callWords,
  ...clockWords,
  ...chartWords,
  ...whyWords,
  ...formulaWords,
  ...ruleWords,
  ...sampleWords,
} as const satisfies Readonly<Record<string, Message>>;
