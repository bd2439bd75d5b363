/** As a `ref`: a picture that is scrolled away is not waited for. Firefox would load each that it began, six at a time. */
export function stopLoading(image: HTMLImageElement): () => void {
  return () => {
    if (!image.complete) image.removeAttribute('src');
  };
}
