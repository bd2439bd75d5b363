-- Only on Supabase: whose spending it is by e-mail address, as the project's owner knows people.

do $$
begin
  if to_regclass('auth.users') is null then
    return;
  end if;

  create or replace view rollcall.spending_by_person as
    select s.month, o.subject as person, u.email::text as email, round(s.nano_usd / 1000000000.0, 6) as usd, s.calls,
           s.answered as photos
    from rollcall.spending s
    join rollcall.owners o on o.id = s.owner_id
    left join auth.users u on u.id::text = o.subject;
  revoke all on rollcall.spending_by_person from public, anon, authenticated;
end $$;

insert into rollcall.migrations (name) values ('20261126000300_supabase_spending');
