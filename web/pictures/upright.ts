/** Draws a picture turned and mirrored as an EXIF orientation says; the canvas has the size as seen. */
export function drawUpright(picture: ImageBitmap, orientation: number): OffscreenCanvas {
  const { width, height } = picture;
  const isTurned = orientation >= 5;
  const canvas = new OffscreenCanvas(isTurned ? height : width, isTurned ? width : height);
  const brush = brushOf(canvas);
  brush.setTransform(...transformFor(orientation, width, height));
  brush.drawImage(picture, 0, 0);
  brush.resetTransform();
  return canvas;
}

/** Where a pixel of the file goes: `x' = a·x + c·y + e`, `y' = b·x + d·y + f`. */
function transformFor(
  orientation: number,
  width: number,
  height: number,
): [number, number, number, number, number, number] {
  switch (orientation) {
    case 2:
      return [-1, 0, 0, 1, width, 0];
    case 3:
      return [-1, 0, 0, -1, width, height];
    case 4:
      return [1, 0, 0, -1, 0, height];
    case 5:
      return [0, 1, 1, 0, 0, 0];
    case 6:
      return [0, 1, -1, 0, height, 0];
    case 7:
      return [0, -1, -1, 0, height, width];
    case 8:
      return [0, -1, 1, 0, 0, width];
    default:
      return [1, 0, 0, 1, 0, 0];
  }
}

export function brushOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  if (brush === null) throw new Error('This browser gives no canvas.');
  brush.imageSmoothingQuality = 'high';
  return brush;
}
