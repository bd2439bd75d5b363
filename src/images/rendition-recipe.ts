/**
 * How the small pictures of an original are made, for every decoder alike. Whoever changes what a preview looks like
 * changes the name in `preview-recipe.ts` too.
 */
export const renditionRecipe = {
  /** Long edge of the preview; everything else is made from the same pixels. */
  previewEdge: 768,
  /** A busy picture is given fewer bits rather than more bytes: providers charge for, and limit, what they are sent. */
  previewQualities: [70, 60, 50, 40, 30],
  largestPreviewBytes: 120_000,
  thumbnailEdge: 480,
  thumbnailQuality: 72,
  /** A thumbhash keeps at most seven waves a side; more pixels only cost time. */
  thumbhashEdge: 32,
  /** What shows through transparent parts. */
  paper: { r: 255, g: 255, b: 255 },
} as const;

/** The size of a picture made to fit a square; never larger than it is. */
export function fitWithin(width: number, height: number, edge: number): { width: number; height: number } {
  const scale = Math.min(1, edge / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
