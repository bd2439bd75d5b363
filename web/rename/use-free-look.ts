import { useEffect, useRef } from 'react';

/** On this computer a look costs nothing and sends nothing: it is done without being asked for, once for each choice of photos. */
export function useFreeLook({
  wanted,
  unseen,
  look,
}: {
  wanted: boolean;
  unseen: readonly string[];
  look: () => void;
}): void {
  const looked = useRef('');
  const key = unseen.join(' ');
  useEffect(() => {
    if (!wanted || key === '' || looked.current === key) return;
    looked.current = key;
    look();
  });
}
