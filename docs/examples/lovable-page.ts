import { supabase } from '@/integrations/supabase/client';
import { createRollcallClient } from '@/lib/rollcall-client';

const { VITE_SUPABASE_URL: url, VITE_SUPABASE_PUBLISHABLE_KEY: apikey } = import.meta.env;

export const rollcall = createRollcallClient({
  baseUrl: `${url}/functions/v1/rollcall-api`,
  jobsAddress: `${url}/functions/v1/batch-ai-analysis`,
  headers: async () => {
    const { data } = await supabase.auth.getSession();
    return { apikey, authorization: `Bearer ${data.session?.access_token}` };
  },
  // Optional: with it a change shows at once, without it within two seconds.
  hints: async (wake, signal) => {
    const { data } = await supabase.auth.getSession();
    const channel = supabase.channel(`rollcall:${data.session?.user.id}`, { config: { private: true } });
    channel.on('broadcast', { event: 'job' }, wake).subscribe();
    signal.addEventListener('abort', () => supabase.removeChannel(channel));
  },
});

/** The button: starts the job, tells how far it is, and ends with it. Closing the page does not stop the job. */
export async function renameWithAi(photoIds: string[], onProgress: (percent: number) => void) {
  const { jobId } = await rollcall.startBatch(photoIds, { language: 'en' }, crypto.randomUUID());
  return rollcall.watchJob(jobId, (job) => onProgress(Math.round(job.progress * 100)));
}
