import { gatherReview } from '../../electron/host/cli/gatherReview.ts';
import { buildReview } from '../../electron/report/buildReview.ts';
import { markdownReview } from '../../electron/report/markdownReview.ts';
import { t0Of } from '../../electron/report/reviewT0.ts';
import { createTimes } from '../../electron/report/reviewTimes.ts';

/** The review of a closed session as Markdown, in UTC. */
export async function tellReview(path: string): Promise<string> {
  const gathered = await gatherReview(path);
  try {
    const times = createTimes(t0Of(gathered.input), 'UTC');
    return markdownReview(buildReview(gathered.input, times), times);
  } finally {
    await gathered.close();
  }
}
