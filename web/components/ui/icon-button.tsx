import { Tooltip } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { Button } from './button.tsx';

type IconButtonProps = Omit<ComponentProps<typeof Button>, 'square'> & { label: string; children: ReactNode };

/** An icon alone always has a name and says it. */
export function IconButton({ label, children, look = 'ghost', ...rest }: IconButtonProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <Button look={look} square aria-label={label} {...rest}>
          {children}
        </Button>
      </Tooltip.Trigger>
      <TooltipText>{label}</TooltipText>
    </Tooltip.Root>
  );
}

export function TooltipText({ children }: { children: ReactNode }) {
  return (
    <Tooltip.Portal>
      <Tooltip.Content
        sideOffset={6}
        collisionPadding={8}
        className="fade-in z-50 rounded-sm bg-foreground px-2 py-1 text-xs font-medium text-background"
      >
        {children}
      </Tooltip.Content>
    </Tooltip.Portal>
  );
}
