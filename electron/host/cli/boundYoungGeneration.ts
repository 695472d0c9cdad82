import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Both halves of the young generation together. From here on, more of it saves no time. */
const enoughBytes = 16 * 2 ** 20;

/**
 * Keeps V8 from letting the young generation grow beyond what helps. Left alone it comes to 128 MB in a replay, of which
 * a few hold anything, since the rows of a chunk outlive one collection after another until they are sealed; held here, a
 * replay of a day takes about 110 MB less and no more time (at a tenth of this it would take 5 % more).
 *
 * The flags that bound its size are read when V8 starts, which is before us; the factor by which it grows is read each
 * time that it does.
 */
export function boundYoungGeneration(): void {
  const observer = new PerformanceObserver(() => {
    const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    if (young === undefined || young.space_size < enoughBytes) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    observer.disconnect();
  });
  observer.observe({ entryTypes: ['gc'] });
}
