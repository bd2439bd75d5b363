import { createContext, useContext } from 'react';
import type { PageView } from './page-view.ts';
import type { PreferenceStore } from './preferences.ts';

interface Page {
  view: PageView;
  preferences: PreferenceStore;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('usePage is used outside its provider');
  return page;
}
