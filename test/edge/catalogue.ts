import type { Database, Sql } from '../../src/database/sql.ts';

/** Schemas that are Rollcall's alone, and those of the system. */
const notLookedAt = `('rollcall', 'pgboss', 'pg_catalog', 'information_schema', 'pg_toast')`;

/**
 * One line for everything in a database outside Rollcall's own schemas: relations with their columns and rights,
 * constraints, indexes, functions, policies, triggers, types, default rights, and every row.
 */
export async function readCatalogue(database: Database): Promise<ReadonlySet<string>> {
  return await database.transaction(async (tx) => {
    // Definitions name a schema where the path does not lead to it; so they always do.
    await tx.query(`set local search_path = ''`);
    return await read(tx);
  });
}

async function read(sql: Sql): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ line: string }>(`
    with n as (select oid, nspname from pg_namespace where nspname not in ${notLookedAt} and nspname not like 'pg\\_t%')
    select 'schema ' || nspname || ' ' || coalesce((select nspacl::text from pg_namespace o where o.oid = n.oid), '') as line from n
    union all
    select 'relation ' || nspname || '.' || relname || ' ' || relkind::text || ' ' || relrowsecurity || ' ' || coalesce(relacl::text, '')
      || coalesce(' ' || reloptions::text, '') || coalesce(' ' || pg_get_viewdef(c.oid), '')
      from pg_class c join n on n.oid = relnamespace where relkind <> 'i' and relkind <> 't'
    union all
    select 'column ' || nspname || '.' || relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull
      || ' ' || coalesce(attacl::text, '') || coalesce(' ' || pg_get_expr(adbin, adrelid), '')
      from pg_attribute join pg_class c on c.oid = attrelid join n on n.oid = relnamespace
      left join pg_attrdef d on d.adrelid = attrelid and d.adnum = attnum where attnum > 0 and relkind not in ('i', 't')
    union all select 'index ' || indexdef from pg_indexes where schemaname in (select nspname from n)
    union all
    select 'constraint ' || nspname || '.' || conname || ' ' || pg_get_constraintdef(c.oid)
      from pg_constraint c join n on n.oid = connamespace
    union all
    select 'function ' || nspname || '.' || p.oid::regprocedure || ' ' || coalesce(proacl::text, '') || ' ' || pg_get_functiondef(p.oid)
      from pg_proc p join n on n.oid = pronamespace where prokind = 'f'
    union all
    select 'policy ' || policyname || ' on ' || schemaname || '.' || tablename || ' ' || cmd || ' ' || roles::text || ' '
      || coalesce(qual, '') || ' ' || coalesce(with_check, '') from pg_policies where schemaname in (select nspname from n)
    union all
    select 'trigger ' || pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = tgrelid
      join n on n.oid = relnamespace where not tgisinternal
    union all
    select 'default rights ' || coalesce(nspname, '') || ' ' || defaclobjtype::text || ' ' || defaclacl::text
      from pg_default_acl left join n on n.oid = defaclnamespace
    union all select 'comment on ' || d.objoid::regclass || ' ' || description from pg_description d
      join pg_class c on c.oid = d.objoid join n on n.oid = c.relnamespace
    union all select 'extension ' || extname from pg_extension
    union all select 'event trigger ' || evtname from pg_event_trigger
    union all select 'publication ' || pubname from pg_publication
  `);
  const tables = await sql.query<{ name: string }>(
    `select format('%I.%I', nspname, relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace
     where relkind = 'r' and nspname not in ${notLookedAt}`,
  );
  const lines = new Set(rows.map(({ line }) => line));
  for (const { name } of tables) {
    const found = await sql.query<{ line: string }>(`select '${name} ' || t::text as line from ${name} t`);
    for (const { line } of found) lines.add(`row ${line}`);
  }
  return lines;
}
