-- Renames and their ledger, jobs, items, calls.

create table rollcall.jobs (
  owner_id      uuid not null references rollcall.owners (id),
  id            uuid not null,
  kind          text not null constraint jobs_kind check (kind in ('rename', 'look')),
  status        text not null constraint jobs_status
    check (status in ('pending', 'processing', 'paused', 'completed', 'error', 'canceled')),
  reason        text,
  error         text,
  options       jsonb not null,
  provider      text not null,
  model         text not null,
  lane          text not null,
  question      text not null,
  rename_id     uuid,
  total         int not null,
  succeeded     int not null default 0 constraint jobs_succeeded check (succeeded >= 0),
  failed        int not null default 0 constraint jobs_failed check (failed >= 0),
  skipped       int not null default 0 constraint jobs_skipped check (skipped >= 0),
  canceled      int not null default 0 constraint jobs_canceled check (canceled >= 0),
  reused        int not null default 0,
  budget_nano   bigint,
  waiting_until timestamptz,
  running_ms    bigint not null default 0,
  running_since timestamptz,
  created_at    timestamptz not null default now(),
  started_at    timestamptz,
  finished_at   timestamptz,
  seq           bigint not null,
  constraint jobs_pkey primary key (owner_id, id),
  constraint jobs_sum check (succeeded + failed + skipped + canceled <= total),
  -- Both ways: the last count and the final status are one UPDATE, or neither.
  constraint jobs_final check (
    (status in ('completed', 'error', 'canceled')) = (succeeded + failed + skipped + canceled = total)),
  constraint jobs_reason check ((status = 'paused') = (reason is not null))
);
create index jobs_newest on rollcall.jobs (owner_id, created_at desc, id desc);
create index jobs_seq on rollcall.jobs (owner_id, seq);
create index jobs_running on rollcall.jobs (status) where status in ('pending', 'processing', 'paused');

create table rollcall.job_items (
  owner_id       uuid not null,
  id             uuid not null,
  job_id         uuid not null,
  photo_id       uuid not null,
  position       int not null,
  status         text not null default 'pending' constraint job_items_status
    check (status in ('pending', 'processing', 'completed', 'error', 'skipped', 'canceled')),
  claim_no       int not null default 0,
  errors         int not null default 0,
  unusable       int not null default 0,
  crashes        int not null default 0,
  name_rev       int not null,
  call_id        uuid,
  suggested_stem text,
  flags          text[] not null default '{}',
  decision       text constraint job_items_decision check (decision in ('open', 'accepted', 'skipped')),
  code           text,
  detail         text,
  reused         boolean not null default false,
  started_at     timestamptz,
  finished_at    timestamptz,
  seq            bigint not null,
  constraint job_items_pkey primary key (owner_id, id),
  constraint job_items_position unique (owner_id, job_id, position),
  constraint job_items_job foreign key (owner_id, job_id) references rollcall.jobs (owner_id, id),
  constraint job_items_photo foreign key (owner_id, photo_id) references rollcall.photos (owner_id, id)
);
create unique index items_live on rollcall.job_items (owner_id, photo_id) where status in ('pending', 'processing');
create index job_items_by_status on rollcall.job_items (owner_id, job_id, status, position);
create index job_items_seq on rollcall.job_items (owner_id, seq);
create index job_items_photo_newest on rollcall.job_items (owner_id, photo_id, id desc);
comment on column rollcall.job_items.claim_no is 'The fence: only rises; a settle counts only for the claim it was made under.';
comment on column rollcall.job_items.call_id is 'The call of the current claim, made before it starts, so that a crash can be recorded.';

create table rollcall.model_calls (
  owner_id      uuid not null,
  id            uuid not null,
  job_id        uuid not null,
  item_id       uuid not null,
  claim_no      int not null,
  provider      text not null,
  model         text not null,
  outcome       text not null,
  late          boolean not null default false,
  detail        text,
  request_id    text,
  input_tokens  int not null default 0,
  output_tokens int not null default 0,
  cost_nano     bigint not null default 0,
  created_at    timestamptz not null default now(),
  constraint model_calls_pkey primary key (owner_id, id),
  constraint model_calls_item foreign key (owner_id, item_id) references rollcall.job_items (owner_id, id)
);
create index model_calls_job on rollcall.model_calls (owner_id, job_id);

create table rollcall.renames (
  owner_id   uuid not null references rollcall.owners (id),
  id         uuid not null,
  why        text not null constraint renames_why check (why in ('job', 'template', 'hand', 'undo', 'review')),
  job_id     uuid,
  undoes     uuid,
  count      int not null default 0,
  created_at timestamptz not null default now(),
  seq        bigint not null,
  constraint renames_pkey primary key (owner_id, id),
  constraint renames_undoes unique (owner_id, undoes),
  constraint renames_job foreign key (owner_id, job_id) references rollcall.jobs (owner_id, id),
  constraint renames_undone foreign key (owner_id, undoes) references rollcall.renames (owner_id, id)
);
create index renames_newest on rollcall.renames (owner_id, created_at desc, id desc);
create index renames_seq on rollcall.renames (owner_id, seq);

create table rollcall.rename_entries (
  owner_id   uuid not null,
  rename_id  uuid not null,
  photo_id   uuid not null,
  name_rev   int not null,
  old        text not null,
  new        text not null,
  old_source text not null,
  constraint rename_entries_pkey primary key (owner_id, rename_id, photo_id, name_rev),
  constraint rename_entries_rename foreign key (owner_id, rename_id) references rollcall.renames (owner_id, id),
  constraint rename_entries_photo foreign key (owner_id, photo_id) references rollcall.photos (owner_id, id)
);
create index rename_entries_photo_newest on rollcall.rename_entries (owner_id, photo_id, name_rev desc);
comment on column rollcall.rename_entries.name_rev is 'The photo''s name_rev after this change.';

insert into rollcall.migrations (name) values ('20261124000300_jobs_and_renames');
