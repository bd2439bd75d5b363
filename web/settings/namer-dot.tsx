import type { Provider } from '../client.ts';
import { classes } from '../components/ui/classes.ts';

/** Green: names from here. Amber: does not answer now. */
export function NamerDot({ provider }: { provider: Pick<Provider, 'current' | 'reachable'> }) {
  const tone = provider.reachable === false ? 'bg-attention' : 'bg-bar-done';
  return (
    <span
      className={classes('size-[7px] flex-none rounded-full', provider.current ? tone : 'bg-border-strong')}
      aria-hidden
    />
  );
}
