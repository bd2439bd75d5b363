import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { classes } from './classes.ts';

const buttonStyle = cva(
  'inline-flex flex-none items-center justify-center gap-1.5 rounded-md border border-transparent font-medium whitespace-nowrap transition-colors duration-(--duration-fast) select-none aria-disabled:bg-muted aria-disabled:text-muted-foreground aria-disabled:border-transparent disabled:opacity-55',
  {
    variants: {
      look: {
        primary: 'bg-primary text-primary-foreground hover:bg-primary-hover',
        secondary: 'border-border-strong bg-secondary hover:bg-accent',
        ghost: 'hover:bg-accent',
        danger: 'text-failed hover:bg-failed-soft',
        link: 'text-primary hover:underline underline-offset-2',
      },
      size: {
        small: 'h-7 rounded-sm px-2.5 text-xs max-sm:h-11 max-sm:text-sm',
        normal: 'h-8 px-3 max-sm:h-11',
        large: 'h-9 px-3.5 text-base max-sm:h-11',
        tiny: 'h-[22px] rounded-chip px-[7px] text-2xs',
      },
      square: { true: 'px-0', false: '' },
    },
    compoundVariants: [
      { square: true, size: 'normal', class: 'w-8 max-sm:w-11' },
      { square: true, size: 'small', class: 'w-7 max-sm:w-11' },
      { square: true, size: 'tiny', class: 'w-[26px]' },
    ],
    defaultVariants: { look: 'secondary', size: 'normal', square: false },
  },
);

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof buttonStyle> & { asLink?: string };

/** A button, or with `asLink` a link that looks like one. */
export function Button({ look, size, square, className, asLink, type = 'button', ...rest }: ButtonProps) {
  if (asLink !== undefined) {
    return (
      <a href={asLink} className={classes(buttonStyle({ look, size, square }), className)}>
        {rest.children}
      </a>
    );
  }
  return <button type={type} className={classes(buttonStyle({ look, size, square }), className)} {...rest} />;
}
