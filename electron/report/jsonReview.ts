import type { ReviewData } from './reviewData.ts';
import { visibleJson } from './visibleText.ts';

/** `holdpoint/review@1`: one JSON document, in which no character hides. */
export function jsonReview(data: ReviewData): string {
  return `${visibleJson(JSON.stringify(data, undefined, 1))}\n`;
}
