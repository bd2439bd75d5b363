import type { ReactNode } from 'react';
import { useSpeech } from '../i18n/use-words.tsx';
import { StageLayout } from './stage-layout.tsx';

/** Somebody is here who is not let in: why, and what can be done. */
export function RefusedPage(props: {
  why: 'not_invited' | 'not_accepted' | 'elsewhere';
  children: ReactNode;
}) {
  const { words } = useSpeech();
  const title = words.signIn.refused[props.why];
  return (
    <StageLayout title={title}>
      <h1 className="text-xl tracking-[-0.02em]">{title}</h1>
      <p className="mt-0.5 mb-5 text-base text-muted-foreground">
        {words.signIn.refused[`${props.why}Text`]}
      </p>
      {props.children}
    </StageLayout>
  );
}
