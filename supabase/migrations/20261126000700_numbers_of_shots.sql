-- Where an item stands for its number: the files of one shot have the same. Null for jobs that are older than this.

alter table rollcall.job_items add column number integer;
comment on column rollcall.job_items.number is 'Place for {n}, from 0. Set at creation, the same for RAW and JPEG of one shot.';
alter table rollcall.jobs add column numbers integer;
comment on column rollcall.jobs.numbers is 'How many places for {n} its items have.';

insert into rollcall.migrations (name) values ('20261126000700_numbers_of_shots');
