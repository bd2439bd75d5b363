-- What each person spent in each month (UTC), and what each job cost: sums that are kept while calls are written, so that
-- nothing has to add up a month of them. Kept by the table of the calls itself: whoever writes one, a version of
-- Rollcall that does not know these sums included, and a lost call whose answer still comes, counts in the same
-- transaction. Sums never go down with calls that are removed.

create table rollcall.spending (
  owner_id uuid not null references rollcall.owners (id),
  month    date not null constraint spending_month check (extract(day from month) = 1),
  nano_usd bigint not null default 0,
  calls    int not null default 0,
  answered int not null default 0,
  constraint spending_pkey primary key (owner_id, month)
);
comment on table rollcall.spending is 'Sums over model_calls, answered, lost and late; only triggers write it.';

alter table rollcall.jobs
  add column spent_nano bigint not null default 0,
  add column limit_of text constraint jobs_limit_of check (limit_of in ('job', 'month', 'operator')),
  add column limit_nano bigint;
comment on column rollcall.jobs.spent_nano is 'Sum over its model_calls; only triggers write it.';
comment on column rollcall.jobs.limit_of is 'Which limit paused it with budget_reached: its own, the person''s for a month, or the operator''s.';

create index jobs_live on rollcall.jobs (owner_id) where status in ('pending', 'processing', 'paused');

-- Both run after bumpOwners in the same transaction, so the owner's row keeps others from these rows.
create function rollcall.count_new_calls() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  insert into rollcall.spending as s (owner_id, month, nano_usd, calls, answered)
    select c.owner_id, date_trunc('month', c.created_at at time zone 'utc')::date, sum(c.cost_nano), count(*),
           count(*) filter (where c.outcome = 'ok')
    from added c group by 1, 2
    on conflict (owner_id, month) do update
      set nano_usd = s.nano_usd + excluded.nano_usd, calls = s.calls + excluded.calls,
          answered = s.answered + excluded.answered;
  update rollcall.jobs j set spent_nano = j.spent_nano + c.nano
    from (select owner_id, job_id, sum(cost_nano)::bigint as nano from added where cost_nano <> 0 group by 1, 2) c
    where j.owner_id = c.owner_id and j.id = c.job_id;
  return null;
end
$$;

-- A call taken for lost was answered after all: its real cost takes the place of the expected one.
create function rollcall.count_changed_calls() returns trigger
  language plpgsql
  set search_path = ''
as $$
begin
  if not exists (select from after_change) then
    return null;
  end if;
  update rollcall.spending s set nano_usd = s.nano_usd + c.nano, answered = s.answered + c.answered
    from (select a.owner_id, date_trunc('month', a.created_at at time zone 'utc')::date as month,
                 sum(a.cost_nano - b.cost_nano)::bigint as nano,
                 sum((a.outcome = 'ok')::int - (b.outcome = 'ok')::int)::int as answered
          from after_change a join before_change b on b.owner_id = a.owner_id and b.id = a.id group by 1, 2) c
    where s.owner_id = c.owner_id and s.month = c.month;
  update rollcall.jobs j set spent_nano = j.spent_nano + c.nano
    from (select a.owner_id, a.job_id, sum(a.cost_nano - b.cost_nano)::bigint as nano
          from after_change a join before_change b on b.owner_id = a.owner_id and b.id = a.id group by 1, 2) c
    where j.owner_id = c.owner_id and j.id = c.job_id and c.nano <> 0;
  return null;
end
$$;
revoke all on function rollcall.count_new_calls() from public;
revoke all on function rollcall.count_changed_calls() from public;

insert into rollcall.spending (owner_id, month, nano_usd, calls, answered)
  select owner_id, date_trunc('month', created_at at time zone 'utc')::date, sum(cost_nano), count(*),
         count(*) filter (where outcome = 'ok')
  from rollcall.model_calls group by 1, 2;
update rollcall.jobs j set spent_nano = c.nano
  from (select owner_id, job_id, sum(cost_nano)::bigint as nano from rollcall.model_calls group by 1, 2) c
  where j.owner_id = c.owner_id and j.id = c.job_id;

create trigger count_new_calls after insert on rollcall.model_calls
  referencing new table as added for each statement execute function rollcall.count_new_calls();
create trigger count_changed_calls after update on rollcall.model_calls
  referencing old table as before_change new table as after_change
  for each statement execute function rollcall.count_changed_calls();

alter table rollcall.spending enable row level security;
create policy own_rows on rollcall.spending for select to rollcall_user
  using (owner_id = (select rollcall.owner_id()));
grant select on rollcall.spending to rollcall_user;

-- For whoever runs this database, and nobody else: no request may read it.
create view rollcall.spending_by_person as
  select s.month, o.subject as person, null::text as email, round(s.nano_usd / 1000000000.0, 6) as usd, s.calls,
         s.answered as photos
  from rollcall.spending s join rollcall.owners o on o.id = s.owner_id;
revoke all on rollcall.spending_by_person from public;
comment on view rollcall.spending_by_person is
  'What each person spent in each month. photos: calls that were answered with a name.';

insert into rollcall.migrations (name) values ('20261124000900_spending');
