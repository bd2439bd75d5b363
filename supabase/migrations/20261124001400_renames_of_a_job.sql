-- Whether a job was undone is asked for each job that is shown, and its renames are found by it. The job first: indexes
-- that begin with owner_id are taken for look-ups they do not fit while tables have no statistics.

create index renames_of_job on rollcall.renames (job_id, owner_id) where job_id is not null;

insert into rollcall.migrations (name) values ('20261124001400_renames_of_a_job');
