-- Only on Supabase: a running job tells its owner's private topic how far it is, twice a second at most.
-- A message is a hint with a sequence number: who misses one reads the job again.

do $guard$
begin
  if to_regclass('realtime.messages') is null then
    return;
  end if;

  create table rollcall.broadcasts (
    owner_id uuid not null references rollcall.owners (id),
    sent_at  timestamptz not null,
    constraint broadcasts_pkey primary key (owner_id)
  );
  alter table rollcall.broadcasts enable row level security;
  comment on table rollcall.broadcasts is 'When an owner was last told of a job, so that a fast job does not send a thousand messages a second.';

  create function rollcall.tell_realtime() returns trigger
    language plpgsql
    set search_path = ''
  as $$
  declare
    told boolean;
  begin
    -- The owner's row is locked by this transaction already, so nobody waits for this one.
    insert into rollcall.broadcasts as b (owner_id, sent_at) values (new.owner_id, clock_timestamp())
      on conflict (owner_id) do update set sent_at = excluded.sent_at
        where b.sent_at < excluded.sent_at - interval '500 ms' or new.status is distinct from old.status
      returning true into told;
    if told is null then
      return null;
    end if;
    begin
      perform realtime.send(
        jsonb_build_object(
          'seq', new.seq,
          'job', jsonb_build_object(
            'id', new.id, 'status', new.status, 'reason', new.reason, 'total', new.total,
            'processed', new.succeeded + new.failed + new.skipped, 'failed', new.failed,
            'remaining', new.total - new.succeeded - new.failed - new.skipped - new.canceled)),
        'job', 'rollcall:' || new.owner_id::text, true);
    exception when others then
      -- The settle that this is part of is worth more than the message.
      raise warning 'Rollcall could not send to Realtime: %', sqlerrm;
    end;
    return null;
  end
  $$;
  revoke all on function rollcall.tell_realtime() from public;

  create trigger tell_realtime after update of status, succeeded, failed, skipped, canceled on rollcall.jobs
    for each row execute function rollcall.tell_realtime();

  grant usage on schema rollcall to authenticated;
  create policy rollcall_own_topic on realtime.messages for select to authenticated
    using (extension = 'broadcast'
           and (select realtime.topic()) = 'rollcall:' || (select rollcall.owner_id())::text);
end $guard$;

insert into rollcall.migrations (name) values ('20261125000300_supabase_realtime');
