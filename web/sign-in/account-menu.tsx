import { LogOut, UserRound } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { Button } from '../components/ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../components/ui/menu.tsx';
import { useSpeech } from '../i18n/use-words.tsx';
import { useAccount } from './account.ts';

/** Nothing where nobody signs in. */
export function AccountMenu() {
  const { words } = useSpeech();
  const account = useAccount();
  if (account === null) return null;
  return (
    <Menu
      align="end"
      trigger={
        <Button look="ghost" square aria-label={words.signIn.account} title={account.email}>
          <UserRound aria-hidden />
        </Button>
      }
    >
      <AccountItems />
    </Menu>
  );
}

/** Who it is, and the way out; on a phone they stand in the menu of everything else. */
export function AccountItems({ after = false }: { after?: boolean }) {
  const { words } = useSpeech();
  const account = useAccount();
  if (account === null) return null;
  return (
    <>
      {after ? <MenuSeparator /> : null}
      <DropdownMenu.Label className="px-2 py-1.5 text-xs text-muted-foreground">
        {words.signIn.signedInAs}
        <span className="block max-w-60 truncate text-sm text-foreground">{account.email}</span>
      </DropdownMenu.Label>
      {after ? null : <MenuSeparator />}
      <MenuItem icon={<LogOut aria-hidden />} onSelect={account.signOut}>
        {words.signIn.signOut}
      </MenuItem>
    </>
  );
}
