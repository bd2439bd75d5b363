import type { ReactNode } from 'react';
import { ConnectPage } from './connect/connect-page.tsx';
import { BulkRenameDialog } from './bulk-rename/bulk-rename-dialog.tsx';
import { ConnectionBanner } from './components/connection-banner.tsx';
import { ToastList } from './components/toast-list.tsx';
import { TopBar } from './components/top-bar.tsx';
import { DetailView } from './detail/detail-view.tsx';
import { HistoryPage } from './history/history-page.tsx';
import { useSpeech } from './i18n/use-words.tsx';
import { JobWatch } from './job/job-watch.tsx';
import { CardMenu } from './library/card-menu.tsx';
import { DeleteDialog } from './library/delete-dialog.tsx';
import { LibraryPage } from './library/library-page.tsx';
import { DiskPage } from './on-disk/disk-page.tsx';
import { FolderDialog } from './on-disk/folder-dialog.tsx';
import { AiRenameDialog } from './rename/ai-rename-dialog.tsx';
import { ReviewPage } from './review/review-page.tsx';
import { ShortcutSheet } from './shortcuts/shortcut-sheet.tsx';
import { SettingsPage } from './settings/settings-page.tsx';
import { PickersProvider } from './upload/use-pickers.tsx';
import { WindowDrop } from './upload/window-drop.tsx';
import { useRegions } from './use-regions.ts';
import { useRoute, type Route } from './use-route.ts';

export function App() {
  return (
    <PickersProvider>
      <Frame />
    </PickersProvider>
  );
}

function Frame() {
  const route = useRoute();
  const { words } = useSpeech();
  useRegions();
  return (
    <div className="flex h-full flex-col">
      <a
        href="#photos"
        className="absolute top-2 left-2 z-50 -translate-y-20 rounded-md bg-primary px-3 py-1.5 font-medium text-primary-foreground focus:translate-y-0"
        onClick={(event) => {
          event.preventDefault();
          const card = document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]');
          (card ?? document.querySelector<HTMLElement>('#photos button, #photos a'))?.focus();
        }}
      >
        {words.app.skip}
      </a>
      <TopBar route={route} />
      <ConnectionBanner />
      {route === 'library' ? (
        <LibraryPage />
      ) : route === 'review' ? (
        <ReviewPage />
      ) : route === 'disk' ? (
        <DiskPage />
      ) : (
        <OtherPage>{otherPages[route]}</OtherPage>
      )}
      <JobWatch />
      <AiRenameDialog />
      <BulkRenameDialog />
      <FolderDialog />
      <DetailView />
      <CardMenu />
      <DeleteDialog />
      <ShortcutSheet />
      <ToastList />
      <WindowDrop />
    </div>
  );
}

const otherPages: Record<Exclude<Route, 'library' | 'review' | 'disk'>, ReactNode> = {
  history: <HistoryPage />,
  settings: <SettingsPage />,
  connect: <ConnectPage />,
};

function OtherPage({ children }: { children: ReactNode }) {
  return (
    <main id="photos" className="min-h-0 flex-1 overflow-y-auto">
      {children}
    </main>
  );
}
