-- Raw events: what was received, once per (event_id, unit_id, day).
-- Instants are UTC texts of one width (2026-03-01 09:30:00.000), so that they compare as they sort.

create table raw_assignments (
  event_id text not null,
  experiment_key text not null,
  flag_key text not null,
  unit_id text not null,
  variant text not null,
  bucket integer not null,
  assigned_at text not null,
  segment text,
  country text,
  platform text,
  day text not null,
  received_at text not null,
  primary key (event_id, unit_id, day)
);

create table raw_exposures (
  event_id text not null,
  experiment_key text not null,
  flag_key text not null,
  unit_id text not null,
  variant text not null,
  exposed_at text not null,
  day text not null,
  received_at text not null,
  primary key (event_id, unit_id, day)
);

create table raw_events (
  event_id text not null,
  unit_id text not null,
  event_name text not null,
  value real,
  occurred_at text not null,
  properties text,
  day text not null,
  received_at text not null,
  primary key (event_id, unit_id, day)
);

-- Rows that were refused, once per content, so that a resend does not count twice.
create table raw_rejected_events (
  content_hash text not null primary key,
  kind text not null,
  event_id text not null,
  experiment_key text not null,
  unit_id text not null,
  field text not null,
  value text not null,
  reason text not null,
  message text not null,
  payload text not null,
  rejected_at text not null
);

-- Resent events are not stored; only how many there were is.
create table raw_resent_events_daily (
  day text not null,
  kind text not null,
  experiment_key text not null,
  resent integer not null,
  primary key (day, kind, experiment_key)
);
