-- A project that has an app of its own in it: tables called like things of Rollcall's, rows, rights, a bucket with a
-- policy, a schedule, a secret, a channel, and a history of fourteen migrations.
create table public.photos (id bigint generated always as identity primary key, user_id uuid not null, path text not null);
create table public.jobs (id uuid primary key default gen_random_uuid(), photo_id bigint references public.photos (id), status text not null default 'pending', progress int not null default 0);
create index jobs_status on public.jobs (status);
alter table public.photos enable row level security;
create policy own_photos on public.photos for all to authenticated
  using (user_id = (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid);
create function public.job_is_done(job public.jobs) returns boolean language sql stable as $$ select job.status = 'completed' $$;
create view public.open_jobs with (security_invoker = true) as select id, status from public.jobs where status <> 'completed';
insert into public.photos (user_id, path) select gen_random_uuid(), 'photos/' || n || '.jpg' from generate_series(1, 50) n;
insert into public.jobs (photo_id, status) select id, 'completed' from public.photos;

insert into storage.buckets (id, name, public) values ('photos', 'photos', true);
insert into storage.objects (bucket_id, name) select 'photos', n || '.jpg' from generate_series(1, 5) n;
create policy own_uploads on storage.objects for insert to authenticated with check (bucket_id = 'photos');
create policy own_channel on realtime.messages for select to authenticated using (topic like 'app:%');

select cron.schedule('nightly', '0 3 * * *', 'select 1');
select vault.create_secret('a secret of the app', 'app_secret');

create schema supabase_migrations;
create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text);
insert into supabase_migrations.schema_migrations (version, name) select (20250101000000 + n)::text, 'step_' || n from generate_series(1, 14) n;
