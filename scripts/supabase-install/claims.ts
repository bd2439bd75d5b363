/** What the migrations make outside the schemas `rollcall` and `pgboss`, and which of them makes it. */
export interface Claim {
  readonly migration: string;
  readonly kind: 'bucket' | 'policy' | 'relation' | 'scheduled job' | 'Vault secret';
  /** As `look` finds it; a policy's with its table. */
  readonly name: string;
}

const storage = '20261125000100_supabase_storage';
const view = '20261125000200_supabase_jobs_view';
const realtime = '20261125000300_supabase_realtime';
const worker = '20261125000400_supabase_worker';
const closed = '20261126000500_supabase_closed';

// A test compares this with what a database has more of after the migrations.
export const claims: readonly Claim[] = [
  { migration: storage, kind: 'bucket', name: 'rollcall' },
  { migration: storage, kind: 'policy', name: 'rollcall_upload on storage.objects' },
  { migration: storage, kind: 'policy', name: 'rollcall_see_own_uploads on storage.objects' },
  { migration: view, kind: 'relation', name: 'public.rollcall_jobs' },
  { migration: realtime, kind: 'policy', name: 'rollcall_own_topic on realtime.messages' },
  { migration: worker, kind: 'scheduled job', name: 'rollcall-worker' },
  { migration: worker, kind: 'scheduled job', name: 'rollcall-housekeeping' },
  { migration: worker, kind: 'scheduled job', name: 'rollcall-cron-history' },
  { migration: worker, kind: 'Vault secret', name: 'rollcall_project_url' },
  { migration: worker, kind: 'Vault secret', name: 'rollcall_worker_secret' },
  { migration: closed, kind: 'policy', name: 'rollcall_only_own on storage.objects' },
  { migration: closed, kind: 'policy', name: 'rollcall_only_uploads on storage.objects' },
  { migration: closed, kind: 'policy', name: 'rollcall_nothing_changed on storage.objects' },
  { migration: closed, kind: 'policy', name: 'rollcall_nothing_deleted on storage.objects' },
  { migration: closed, kind: 'policy', name: 'rollcall_signed_in_only on storage.objects' },
  { migration: closed, kind: 'policy', name: 'rollcall_only_own_topic on realtime.messages' },
  { migration: closed, kind: 'policy', name: 'rollcall_nothing_sent on realtime.messages' },
  { migration: closed, kind: 'policy', name: 'rollcall_signed_in_only on realtime.messages' },
];

/** The migrations that make a schema, by the schema's name. */
export const schemas: Readonly<Record<string, string>> = {
  rollcall: '20261124000100_roles_and_owners',
  pgboss: '20261124000600_queue',
};
