import { createContext, useContext } from 'react';

/** Whoever is signed in, where people sign in on the page itself. */
export interface Account {
  email: string;
  signOut: () => void;
}

export const AccountContext = createContext<Account | null>(null);

export const useAccount = (): Account | null => useContext(AccountContext);
