/** Draws a chosen file: a strict Content-Security-Policy shows no picture from a `blob:` address. */
import type { Attachment } from "svelte/attachments";

export function preview(picture: File): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    createImageBitmap(picture).then(
      (bitmap) => draw(canvas, bitmap),
      () => undefined, // No picture: the server says so.
    );
  };
}

/** The largest square around the middle. */
function draw(canvas: HTMLCanvasElement, bitmap: ImageBitmap) {
  const side = Math.min(bitmap.width, bitmap.height);
  const left = (bitmap.width - side) / 2;
  const top = (bitmap.height - side) / 2;
  canvas.getContext("2d")?.drawImage(bitmap, left, top, side, side, 0, 0, canvas.width, canvas.height);
  bitmap.close();
}
