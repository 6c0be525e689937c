-- What the control plane exports before a build.
create table raw_experiments (
  experiment_key text not null primary key,
  flag_key text not null,
  state text not null,
  owner text not null,
  hypothesis text not null,
  control_variant text not null,
  analysis_mode text not null,
  alpha real not null,
  planned_units integer,
  started_at text,
  ended_at text,
  decision text
);

create table raw_experiment_variants (
  experiment_key text not null,
  variant text not null,
  position integer not null,
  expected_share real not null,
  primary key (experiment_key, variant)
);

create table raw_experiment_metrics (
  experiment_key text not null,
  metric_key text not null,
  role text not null,
  position integer not null,
  pinned_version integer,
  primary key (experiment_key, metric_key, role)
);

create table raw_flags (
  flag_key text not null primary key,
  flag_type text not null,
  is_enabled integer not null,
  version integer not null,
  owner text not null,
  description text not null
);

create table raw_metric_definitions (
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
  cap_percentile real,
  cap_value real,
  missing_rule text not null,
  minimum_effect real,
  non_inferiority_margin real,
  primary key (metric_key, version)
);
