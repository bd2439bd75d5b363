-- Slices of work follow and accompany each other: each says how many there should be and whether it nears its end, so
-- that the next one begins before it stops. The schedule starts as many as are missing, and takes the workers' names in
-- turn, because behind one name there may be an isolate that has no time left.
--
-- Everywhere: an item that ran alone is told from one that was merely held, so that only the former is ever blamed.

alter table rollcall.job_items add column alone_claim int;
comment on column rollcall.job_items.alone_claim is 'The claim under which it was begun with nothing beside it, after it had been held by several workers that died.';

do $guard$
declare
  signature text;
begin
  if to_regnamespace('storage') is null then
    return;
  end if;

  alter table rollcall.slices
    add column wanted  int not null default 1,
    add column leaving boolean not null default false;
  comment on column rollcall.slices.wanted is 'How many slices at a time its functions were told to have.';
  comment on column rollcall.slices.leaving is 'Near its end: it still claims, and another one may take its place.';

  create or replace function rollcall.start_worker(housekeeping boolean default false) returns bigint
    language plpgsql
    set search_path = ''
  as $$
  declare
    names   constant text[] := array['rollcall-worker', 'rollcall-worker-2', 'rollcall-worker-3'];
    turn    constant int := (extract(epoch from clock_timestamp()) / 10)::bigint % 3;
    -- Fewer waiting photos than this are done by the slices that live.
    enough  constant int := 30;
    living  int;
    missing int;
    waiting int;
    address text;
    secret  text;
    request bigint;
  begin
    select count(*) filter (where not leaving), greatest(1, max(wanted)) - count(*) filter (where not leaving)
      into living, missing
      from rollcall.slices where beat_at > now() - interval '5 seconds';
    if housekeeping then
      missing := greatest(missing, 1);
    elsif missing < 1 or not rollcall.work_is_due() then
      return null;
    elsif living > 0 then
      select count(*) into waiting from (
        select from pgboss.job where name = 'items' and state < 'active' and not blocked and start_after <= now()
        limit enough) due;
      if waiting < enough then
        return null;
      end if;
    end if;
    select decrypted_secret into address from vault.decrypted_secrets where name = 'rollcall_project_url';
    select decrypted_secret into secret from vault.decrypted_secrets where name = 'rollcall_worker_secret';
    if address is null or secret is null then
      raise warning 'Rollcall does not know its worker yet: select rollcall.connect_worker(project url, worker secret)';
      return null;
    end if;
    for i in 0 .. least(missing, 3) - 1 loop
      request := net.http_post(
        url := address || '/functions/v1/' || names[1 + (turn + i) % 3],
        body := jsonb_build_object('housekeeping', housekeeping and i = 0),
        headers := jsonb_build_object('content-type', 'application/json', 'x-rollcall-worker', secret),
        timeout_milliseconds := 5000);
    end loop;
    return request;
  end
  $$;
  revoke all on function rollcall.start_worker(boolean) from public;

  -- What these functions name is qualified or PostgreSQL's own. The schema's owner alone may call them as it is; fixed,
  -- they do what they say under any search path, and the project's advisor has nothing to ask.
  for signature in
    select p.oid::regprocedure::text from pg_catalog.pg_proc p
    where p.pronamespace = 'pgboss'::regnamespace and p.prokind = 'f' and p.proconfig is null
  loop
    execute 'alter function ' || signature || ' set search_path = ''''';
  end loop;
end $guard$;

insert into rollcall.migrations (name) values ('20261126000100_slices');
