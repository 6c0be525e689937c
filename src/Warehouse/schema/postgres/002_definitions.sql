-- What the control plane exports before a build.
create table raw.experiments (
  experiment_key text not null primary key,
  flag_key text not null,
  state text not null,
  owner text not null,
  hypothesis text not null,
  control_variant text not null,
  analysis_mode text not null,
  alpha double precision not null,
  planned_units bigint,
  started_at timestamp(3),
  ended_at timestamp(3),
  decision text
);

create table raw.experiment_variants (
  experiment_key text not null,
  variant text not null,
  position integer not null,
  expected_share double precision not null,
  primary key (experiment_key, variant)
);

create table raw.experiment_metrics (
  experiment_key text not null,
  metric_key text not null,
  role text not null,
  position integer not null,
  pinned_version integer,
  primary key (experiment_key, metric_key, role)
);

create table raw.flags (
  flag_key text not null primary key,
  flag_type text not null,
  is_enabled integer not null,
  version bigint not null,
  owner text not null,
  description text not null
);

create table raw.metric_definitions (
  metric_key text not null,
  version integer not null,
  owner_team text not null,
  tier text not null,
  parent_metric text,
  metric_type text not null,
  event_name text not null,
  value_field text not null,
  attribution_window_hours integer,
  attribution_anchor text not null,
  direction text not null,
  cap_percentile double precision,
  cap_value double precision,
  missing_rule text not null,
  minimum_effect double precision,
  non_inferiority_margin double precision,
  primary key (metric_key, version)
);
