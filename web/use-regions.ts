import { useEffect } from 'react';

/** F6 goes from region to region: top bar, filters, grid, selection bar, job panel. */
export function useRegions(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || document.querySelector('[role="dialog"]')) return;
      const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')];
      if (regions.length === 0) return;
      event.preventDefault();
      const at = regions.findIndex((region) => region.contains(document.activeElement));
      const step = event.shiftKey ? -1 : 1;
      const next = regions[(at + step + regions.length) % regions.length];
      next
        ?.querySelector<HTMLElement>('[tabindex="0"], button:not([tabindex="-1"]), a[href], input')
        ?.focus({ focusVisible: true });
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
