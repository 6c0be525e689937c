-- Raw events: what was received, once per (event_id, unit_id, day), partitioned by UTC day.
-- Instants are UTC without a zone, so that a day is the same day whatever a session's time zone.
create schema if not exists raw;
create schema if not exists warehouse;

create table raw.assignments (
  event_id text not null,
  experiment_key text not null,
  flag_key text not null,
  unit_id text not null,
  variant text not null,
  bucket integer not null,
  assigned_at timestamp(3) not null,
  segment text,
  country text,
  platform text,
  day date not null,
  received_at timestamp(3) not null,
  primary key (event_id, unit_id, day)
) partition by range (day);
create table raw.assignments_other_days partition of raw.assignments default;

create table raw.exposures (
  event_id text not null,
  experiment_key text not null,
  flag_key text not null,
  unit_id text not null,
  variant text not null,
  exposed_at timestamp(3) not null,
  day date not null,
  received_at timestamp(3) not null,
  primary key (event_id, unit_id, day)
) partition by range (day);
create table raw.exposures_other_days partition of raw.exposures default;

create table raw.events (
  event_id text not null,
  unit_id text not null,
  event_name text not null,
  value double precision,
  occurred_at timestamp(3) not null,
  properties jsonb,
  day date not null,
  received_at timestamp(3) not null,
  primary key (event_id, unit_id, day)
) partition by range (day);
create table raw.events_other_days partition of raw.events default;

-- Rows that were refused, once per content, so that a resend does not count twice.
create table raw.rejected_events (
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
  rejected_at timestamp(3) not null
);

-- Resent events are not stored; only how many there were is.
create table raw.resent_events_daily (
  day date not null,
  kind text not null,
  experiment_key text not null,
  resent bigint not null,
  primary key (day, kind, experiment_key)
);
