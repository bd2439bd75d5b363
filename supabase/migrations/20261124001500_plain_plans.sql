-- While tables have no statistics, the index that answers most of a look-up's conditions is taken. So one for names as they
-- were sent has no predicate that look-ups by id share, and one for stacks has all that look-ups of stacks ask for.

drop index rollcall.photos_sent_as;
create index photos_sent_as on rollcall.photos (owner_id, folder, (left(original_name, 120) collate "C"));

drop index rollcall.photos_stack;
create index photos_stack on rollcall.photos (owner_id, stack_id) where stack_id is not null and deleted_at is null;

insert into rollcall.migrations (name) values ('20261124001500_plain_plans');
