import { createContext, useContext, useMemo, type ReactNode } from 'react';
import type { Words } from './en.ts';
import { createFormat, type Format } from './format.ts';
import { languages, type Language } from './language.ts';

interface Speech {
  language: Language;
  words: Words;
  format: Format;
}

const SpeechContext = createContext<Speech | null>(null);

export function SpeechProvider({ language, children }: { language: Language; children: ReactNode }) {
  const speech = useMemo(() => {
    const words = languages[language];
    return { language, words, format: createFormat(words.locale, words.time) };
  }, [language]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

/** Words and formats of the page's language. */
export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('useSpeech is used outside SpeechProvider');
  return speech;
}
