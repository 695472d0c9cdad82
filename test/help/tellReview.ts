import { gatherReview } from '../../electron/host/cli/gatherReview.ts';
import { buildReview } from '../../electron/report/buildReview.ts';
import { markdownReview } from '../../electron/report/markdownReview.ts';
import { createTimes } from '../../electron/report/reviewTimes.ts';

/** The review of a closed session as Markdown, in UTC. */
export async function tellReview(path: string): Promise<string> {
  const gathered = await gatherReview(path);
  try {
    const times = createTimes(gathered.input.plan.launch.t0, 'UTC');
    return markdownReview(buildReview(gathered.input, times), times);
  } finally {
    await gathered.close();
  }
}
