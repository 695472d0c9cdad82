import { z } from 'zod';
import { reason, words } from './roomScalars.ts';

const link = words('the name of a link', 120);

/** The links of a live session to where its telemetry comes from. */
export const linkFacts = {
  'link.opened': z.strictObject({ link, address: words('where it leads', 300) }),
  'link.broken': z.strictObject({ link, text: words('why', 500) }),
  /** So much is gone for good, in what the source counts. */
  'link.lost': z.strictObject({
    link,
    count: z.int().min(1),
    of: words('what is counted', 40),
    text: words('why', 500),
  }),
  'link.cut': z.strictObject({ link, reason }),
  'link.joined': z.strictObject({ link, reason }),
};

export const linkCommands = {
  'link.cut': linkFacts['link.cut'],
  'link.join': linkFacts['link.joined'],
};
