-- As much of a Supabase project as Rollcall's migrations and schedule touch. Roles belong to the cluster, so several
-- test databases share them.
do $$
declare
  r text;
begin
  foreach r in array array['anon', 'authenticated', 'service_role'] loop
    begin
      execute format('create role %I nologin', r);
    exception when duplicate_object or unique_violation then null;
    end;
    begin
      if current_setting('server_version_num')::int >= 160000 then
        execute format('grant %I to %I with set true, inherit false', r, current_user);
      else
        execute format('grant %I to %I', r, current_user);
      end if;
    exception when others then
      if not pg_has_role(current_user, r, 'member') then raise; end if;
    end;
  end loop;
end $$;

create schema if not exists public;
alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
grant usage on schema public to anon, authenticated, service_role;

create schema storage;
create table storage.buckets (id text primary key, name text not null unique, public boolean default false, file_size_limit bigint);
create table storage.objects (id uuid primary key default gen_random_uuid(), bucket_id text references storage.buckets (id), name text, owner_id text, created_at timestamptz default now());
alter table storage.objects enable row level security;
grant usage on schema storage to anon, authenticated, service_role;
grant all on all tables in schema storage to anon, authenticated, service_role;

create schema realtime;
create table realtime.messages (id bigint generated always as identity primary key, topic text not null, extension text not null, event text, payload jsonb, private boolean default false, inserted_at timestamptz not null default clock_timestamp());
alter table realtime.messages enable row level security;
create function realtime.topic() returns text language sql stable as $$ select nullif(current_setting('realtime.topic', true), '') $$;
create function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void language sql as
  $$ insert into realtime.messages (payload, event, topic, private, extension) values (payload, event, topic, private, 'broadcast') $$;
grant usage on schema realtime to anon, authenticated;
grant select on realtime.messages to anon, authenticated;

create schema vault;
create table vault.secrets (id uuid primary key default gen_random_uuid(), name text unique, secret text not null);
create view vault.decrypted_secrets as select id, name, secret as decrypted_secret from vault.secrets;
create function vault.create_secret(new_secret text, new_name text) returns uuid language sql as
  $$ insert into vault.secrets (name, secret) values (new_name, new_secret) returning id $$;
create function vault.update_secret(secret_id uuid, new_secret text) returns void language sql as
  $$ update vault.secrets set secret = new_secret where id = secret_id $$;

create schema net;
create table net.requests (id bigint generated always as identity primary key, url text not null, body jsonb, headers jsonb, timeout_milliseconds int);
create function net.http_post(url text, body jsonb default '{}', params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds int default 5000)
  returns bigint language sql as
  $$ insert into net.requests (url, body, headers, timeout_milliseconds) values (url, body, headers, timeout_milliseconds) returning id $$;

create schema cron;
create table cron.job (jobid bigint generated always as identity primary key, jobname text unique, schedule text not null, command text not null);
create table cron.job_run_details (jobid bigint, runid bigint generated always as identity primary key, end_time timestamptz);
create function cron.schedule(job_name text, schedule text, command text) returns bigint language sql as
  $$ insert into cron.job (jobname, schedule, command) values (job_name, schedule, command)
     on conflict (jobname) do update set schedule = excluded.schedule, command = excluded.command returning jobid $$;

create schema auth;
create table auth.users (id uuid primary key default gen_random_uuid(), email varchar(255));
create function cron.unschedule(job_name text) returns boolean language sql as
  $$ delete from cron.job where jobname = job_name returning true $$;
