-- While tables have no statistics, plans cannot tell indexes with one beginning apart: of two that begin with owner_id either may
-- be taken, and then all of an owner's photos are read for each look-up. So an index that came later begins with what it alone
-- is asked for, or has all that its look-ups ask for in its predicate.

drop index rollcall.photos_sent_as;
create index photos_sent_as on rollcall.photos ((left(original_name, 120) collate "C"), owner_id, folder);

drop index rollcall.photos_stack;
create index photos_stack on rollcall.photos (stack_id, owner_id) where stack_id is not null and deleted_at is null;

insert into rollcall.migrations (name) values ('20261124001500_plain_plans');
