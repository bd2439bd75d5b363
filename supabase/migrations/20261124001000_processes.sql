-- Which process holds what. A lease gives back what a dead process held, 45 s later; a process on the same machine can
-- see at once that the other is gone, and gives it back then. Nothing depends on it: claim_no remains the fence.
--
-- Like rollcall.lane_processes the table has no owner_id, because it holds nothing of anybody. Requests cannot read it.

create table rollcall.processes (
  id       uuid not null,
  kind     text not null,
  place    text not null,
  pid      int not null,
  begun    text not null,
  stats    jsonb not null default '{}',
  seen_at  timestamptz not null default now(),
  constraint processes_pkey primary key (id)
) with (fillfactor = 50);
comment on column rollcall.processes.place is 'The same for processes that can see each other: machine, boot and pid namespace; '''' where that is unknown.';
comment on column rollcall.processes.begun is 'Tells a process from a later one with the same pid; '''' where that is unknown.';
comment on column rollcall.processes.stats is 'What it counted since it began, and how its lanes stand: for /metrics.';

alter table rollcall.processes enable row level security;

alter table rollcall.job_items add column holder uuid;
comment on column rollcall.job_items.holder is 'The process of the current claim; null where it was made by a function.';
alter table rollcall.originals add column prepare_holder uuid;

insert into rollcall.migrations (name) values ('20261124001000_processes');
