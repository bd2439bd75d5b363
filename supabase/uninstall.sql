-- Takes Rollcall out of a Supabase project: its tables with all names and jobs, its schedule, its rules. For the SQL
-- editor. The photos in the bucket `rollcall` and the functions stay; docs/deploy-supabase.md says how they go.

begin;

do $$
declare
  one record;
begin
  if to_regclass('rollcall.migrations') is null then
    raise exception 'Rollcall is not in this project: nothing was removed.';
  end if;

  if to_regnamespace('cron') is not null then
    perform cron.unschedule(jobname) from cron.job
      where jobname in ('rollcall-worker', 'rollcall-housekeeping', 'rollcall-cron-history');
  end if;
  if to_regnamespace('vault') is not null then
    delete from vault.secrets where name in ('rollcall_project_url', 'rollcall_worker_secret');
  end if;

  drop view if exists public.rollcall_jobs;
  for one in select policyname, schemaname, tablename from pg_policies
              where schemaname in ('storage', 'realtime') and policyname like 'rollcall\_%'
  loop
    execute format('drop policy %I on %I.%I', one.policyname, one.schemaname, one.tablename);
  end loop;

  -- The queue goes only if Rollcall brought it.
  if exists (select from rollcall.migrations where name = '20261124000600_queue') then
    drop schema pgboss cascade;
  end if;
  drop schema rollcall cascade;

  begin
    drop role rollcall_user;
  exception when dependent_objects_still_exist or insufficient_privilege then
    raise notice 'The role rollcall_user stays: another database of this server needs it.';
  end;

  begin
    delete from storage.buckets b
      where b.id = 'rollcall' and not exists (select from storage.objects o where o.bucket_id = b.id);
  exception when others then
    raise notice 'The bucket rollcall stays: delete it in the dashboard.';
  end;
end $$;

commit;
