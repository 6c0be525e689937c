-- grain: one row per kind of drift, metric, and experiment or other metric

with definitions as (
  select * from {{ ref('stg_metric_definitions') }}
),

experiments as (
  select * from {{ ref('stg_experiments') }}
),

experiment_metrics as (
  select * from {{ ref('stg_experiment_metrics') }}
),

numbered_versions as (
  select
    definitions.*,
    row_number() over (partition by metric_key order by metric_version desc) as version_age,
    -- What a unit's events are counted by; texts are what they are compared as.
    metric_type || '|' || event_name || '|' || value_field || '|' || filter_text || '|' || attribution_anchor || '|' || window_delay_hours
      || '|' || coalesce(cast(attribution_window_hours as text), '') || '|' || coalesce(cast(quantile as text), '') || '|' || coalesce(cast(threshold_count as text), '')
      || '|' || coalesce(numerator_aggregation, '') || '|' || coalesce(denominator_event_name, '') || '|' || coalesce(denominator_value_field, '')
      || '|' || coalesce(denominator_aggregation, '') || '|' || denominator_filter_text as meaning
  from definitions
),

newest_versions as (
  select * from numbered_versions
  where version_age = 1
),

final as (
  select distinct
    'outdated_pin' as drift_kind,
    experiment_metrics.metric_key,
    experiments.experiment_key as counterpart,
    experiment_metrics.pinned_version as metric_version,
    newest_versions.metric_key as other_key,
    newest_versions.metric_version as other_version
  from experiments
  inner join experiment_metrics
    on experiment_metrics.experiment_key = experiments.experiment_key
  inner join newest_versions
    on newest_versions.metric_key = experiment_metrics.metric_key
    and newest_versions.metric_version > experiment_metrics.pinned_version
  where experiments.state = 'RUNNING'
  union all
  select
    'same_meaning',
    newest_versions.metric_key,
    others.metric_key,
    newest_versions.metric_version,
    others.metric_key,
    others.metric_version
  from newest_versions
  inner join newest_versions as others
    on others.meaning = newest_versions.meaning
    and others.metric_key > newest_versions.metric_key
)

select * from final
