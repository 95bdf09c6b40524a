import type { Pool } from "pg";

/** Tables of one executor, in the schema `executor` of its own database. Times are the database's. */
const TABLES = `
create schema if not exists executor;

create table if not exists executor.identity (
  only_row boolean primary key default true check (only_row),
  name text not null
);

create sequence if not exists executor.process_numbers as integer cycle;

create table if not exists executor.workers (
  worker_id text primary key,
  process integer not null,
  at timestamptz not null default now()
);

create table if not exists executor.cursor (
  only_row boolean primary key default true check (only_row),
  number bigint not null,
  hash text not null
);

create table if not exists executor.checkpoints (
  number bigint primary key,
  hash text not null
);

create table if not exists executor.runs (
  key text primary key,
  sequence bigint generated always as identity,
  task_id text not null,
  block_number bigint not null,
  event jsonb not null,
  phase text not null default 'pending',
  attempt integer not null default 0,
  orphaned boolean not null default false,
  result jsonb,
  commit_tx text,
  reveal_tx text,
  reason text,
  detail text,
  faults integer not null default 0,
  last_fault jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

alter table executor.runs add column if not exists result_at timestamptz;

create index if not exists runs_result_at on executor.runs (result_at);
create index if not exists runs_task on executor.runs (task_id);
create index if not exists runs_block on executor.runs (block_number);
create index if not exists runs_phase on executor.runs (phase);
create index if not exists runs_audits on executor.runs (sequence) where event->>'kind' = 'Audit';
create index if not exists runs_version on executor.runs ((event->>'versionId'));

create table if not exists executor.keeper_items (
  kind text not null,
  id text not null,
  due_at timestamptz not null default now(),
  primary key (kind, id)
);

create index if not exists keeper_items_due on executor.keeper_items (due_at);

create table if not exists executor.keeper_costs (
  at timestamptz not null default now(),
  wei numeric(78) not null
);

alter table executor.keeper_costs add column if not exists item text unique;

create table if not exists executor.anomalies (
  sequence bigint generated always as identity primary key,
  task_id text not null,
  kind text not null,
  version_id text not null,
  detail text not null,
  at timestamptz not null default now(),
  unique (task_id, kind)
);

create table if not exists executor.quarantine (
  version_id text primary key,
  kind text not null,
  detail text not null,
  since timestamptz not null default now()
);

create table if not exists executor.certified (
  version_id text primary key,
  due_at timestamptz not null default now()
);

create table if not exists executor.audits_asked (
  version_id text not null,
  period bigint not null,
  at timestamptz not null default now(),
  primary key (version_id, period)
);

create table if not exists executor.audits_judged (
  task_id text primary key,
  verdict text not null,
  at timestamptz not null default now()
);

create table if not exists executor.audits_put_off (
  task_id text primary key,
  at timestamptz not null
);

create table if not exists executor.notices (
  id text primary key,
  body jsonb not null,
  at timestamptz not null default now()
);
`;

/** Creates what is missing. Safe to repeat. */
export async function createTables(pool: Pool): Promise<void> {
  await pool.query(TABLES);
}
