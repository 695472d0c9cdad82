import { judgeLayers } from '../../build/checkLayers.ts';
import type { LayerTable } from '../../build/layerTable.ts';
import { layers } from '../../build/layers.ts';

/** What the layer checker says of a tree of texts by path, by the real table or parts put in its place, on 21 November 2026. */
export function judgeTree(files: Record<string, string>, table: Partial<LayerTable> = {}): string[] {
  return judgeLayers(new Map(Object.entries(files)), { ...layers, exceptions: [], ...table }, '2026-11-21');
}
