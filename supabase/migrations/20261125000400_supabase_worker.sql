-- Only on Supabase: what starts the worker function. A slice of work says every two seconds that it lives; the schedule
-- looks every ten seconds and starts another when none does and something is due. Chains of slices are only faster.

do $guard$
begin
  if to_regnamespace('storage') is null then
    return;
  end if;

  create table rollcall.slices (
    id         uuid primary key,
    started_at timestamptz not null default now(),
    beat_at    timestamptz not null default now()
  );
  alter table rollcall.slices enable row level security;
  comment on table rollcall.slices is 'Slices of work that live; one that was cut off leaves its row, which counts for nothing after five seconds.';

  create function rollcall.work_is_due() returns boolean
    language sql volatile
    set search_path = ''
  as $$
    select exists (select from pgboss.job where name = 'items' and state < 'active' and not blocked and start_after <= now())
        -- Held by a slice that was cut off.
        or exists (select from pgboss.job where name = 'items' and state = 'active'
                     and heartbeat_on < now() - heartbeat_seconds * interval '1 second')
        -- The queue lost its messages: the next slice puts them back.
        or (exists (select from rollcall.jobs where status in ('pending', 'processing'))
            and not exists (select from pgboss.job where name = 'items' and state <= 'active'))
        -- A provider that was away is asked once a minute.
        or (extract(second from clock_timestamp()) < 10
            and exists (select from rollcall.jobs where status = 'paused' and reason = 'provider_unreachable'))
  $$;
  revoke all on function rollcall.work_is_due() from public;

  create function rollcall.start_worker(housekeeping boolean default false) returns bigint
    language plpgsql
    set search_path = ''
  as $$
  declare
    address text;
    secret  text;
  begin
    if not housekeeping
       and (exists (select from rollcall.slices where beat_at > now() - interval '5 seconds')
            or not rollcall.work_is_due()) then
      return null;
    end if;
    select decrypted_secret into address from vault.decrypted_secrets where name = 'rollcall_project_url';
    select decrypted_secret into secret from vault.decrypted_secrets where name = 'rollcall_worker_secret';
    if address is null or secret is null then
      raise warning 'Rollcall does not know its worker yet: select rollcall.connect_worker(project url, worker secret)';
      return null;
    end if;
    return net.http_post(
      url := address || '/functions/v1/rollcall-worker',
      body := jsonb_build_object('housekeeping', housekeeping),
      headers := jsonb_build_object('content-type', 'application/json', 'x-rollcall-worker', secret),
      timeout_milliseconds := 5000);
  end
  $$;
  revoke all on function rollcall.start_worker(boolean) from public;

  create function rollcall.connect_worker(project_url text, worker_secret text) returns text
    language plpgsql
    set search_path = ''
  as $$
  declare
    missing text;
    entry   record;
    known   uuid;
  begin
    select string_agg(extension, ', ') into missing
      from (values ('pg_cron', 'cron'), ('pg_net', 'net'), ('supabase_vault', 'vault')) needed (extension, namespace)
      where to_regnamespace(namespace) is null;
    if missing is not null then
      raise exception 'Enable these extensions first (Database, Extensions): %', missing;
    end if;
    if project_url !~ '^https?://[^/]+$' then
      raise exception 'The project url looks like https://abcdefghijklmnopqrst.supabase.co, without anything behind it';
    end if;
    if length(worker_secret) < 32 then
      raise exception 'The worker secret must have at least 32 characters and be the one the functions have';
    end if;
    for entry in select * from (values ('rollcall_project_url', project_url),
                                       ('rollcall_worker_secret', worker_secret)) pair (name, secret)
    loop
      select id into known from vault.secrets where name = entry.name;
      if known is null then
        perform vault.create_secret(entry.secret, entry.name);
      else
        perform vault.update_secret(known, entry.secret);
      end if;
    end loop;
    perform rollcall.schedule_worker();
    return 'The worker is looked after every 10 seconds.';
  end
  $$;
  revoke all on function rollcall.connect_worker(text, text) from public;
  comment on function rollcall.connect_worker is 'Tells the schedule where the worker function is and with what secret to call it; may be called again with others.';

  create function rollcall.schedule_worker() returns void
    language plpgsql
    set search_path = ''
  as $$
  begin
    perform cron.schedule('rollcall-worker', '10 seconds', 'select rollcall.start_worker()');
    perform cron.schedule('rollcall-housekeeping', '17 * * * *', 'select rollcall.start_worker(housekeeping => true)');
    perform cron.schedule('rollcall-cron-history', '41 3 * * *',
      $sql$delete from cron.job_run_details d using cron.job j
           where j.jobid = d.jobid and j.jobname like 'rollcall-%' and d.end_time < now() - interval '1 day'$sql$);
  end
  $$;
  revoke all on function rollcall.schedule_worker() from public;

  if to_regnamespace('cron') is not null then
    perform rollcall.schedule_worker();
  end if;
end $guard$;

insert into rollcall.migrations (name) values ('20261125000400_supabase_worker');
