/** The mark at the top of a sheet; on a phone only. */
export function SheetHandle() {
  return (
    <span
      className="mx-auto mt-1.5 -mb-1.5 hidden h-1 w-9 flex-none rounded-full bg-input max-sm:block"
      aria-hidden
    />
  );
}
