import { GoTrueClient } from '@supabase/auth-js';
import { RealtimeClient } from '@supabase/realtime-js';

// As the file that Lovable puts into a page: one client for everything, from the two variables. supabase-js is these
// libraries under one roof; what the example uses of it is theirs.
declare const PROJECT: { readonly VITE_SUPABASE_URL: string; readonly VITE_SUPABASE_PUBLISHABLE_KEY: string };
const { VITE_SUPABASE_URL: url, VITE_SUPABASE_PUBLISHABLE_KEY: apikey } = PROJECT;
const auth = new GoTrueClient({ url: `${url}/auth/v1`, headers: { apikey }, persistSession: false });
const realtime = new RealtimeClient(`${url.replace(/^http/u, 'ws')}/realtime/v1`, {
  params: { apikey },
  accessToken: async () => (await auth.getSession()).data.session?.access_token ?? null,
});
auth.onAuthStateChange(() => void realtime.setAuth());

export const supabase = {
  auth,
  channel: realtime.channel.bind(realtime),
  removeChannel: realtime.removeChannel.bind(realtime),
};
