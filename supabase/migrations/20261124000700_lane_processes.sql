-- What processes tell each other about the rate limits they share: who is at work on a lane, until when the provider
-- wants nothing to start, and the pace it was found to keep up with.
--
-- Like rollcall.migrations it has no owner_id, because it holds nothing of anybody: a lane is a provider, a fingerprint
-- of its key and a model, which all owners' jobs share. Requests cannot read it. Unlogged, since it is written several
-- times a second and all of it is out of date after a crash; every row is written by its own process alone, so nobody
-- waits for anybody.

create unlogged table rollcall.lane_processes (
  lane    text not null,
  process uuid not null,
  report  jsonb not null,
  seen_at timestamptz not null,
  here    boolean not null default true,
  constraint lane_processes_pkey primary key (lane, process)
) with (fillfactor = 50);
comment on column rollcall.lane_processes.here is 'False once the process has ended; the wait it was told still holds.';

alter table rollcall.lane_processes enable row level security;

insert into rollcall.migrations (name) values ('20261124000700_lane_processes');
