-- grain: one row per metric and version

with metric_definitions as (
  select * from {{ ref('stg_metric_definitions') }}
),

experiment_metrics as (
  select * from {{ ref('int_experiment_metrics') }}
),

numbered_versions as (
  select
    metric_definitions.*,
    row_number() over (partition by metric_key order by metric_version desc) as version_age
  from metric_definitions
),

uses as (
  select
    metric_key,
    metric_version,
    count(*) as experiment_count
  from experiment_metrics
  group by metric_key, metric_version
),

final as (
  select
    metric_key,
    metric_version,
    owner_team,
    tier,
    parent_metric,
    metric_type,
    event_name,
    value_field,
    numerator_aggregation,
    denominator_event_name,
    denominator_value_field,
    denominator_aggregation,
    filter_text,
    denominator_filter_text,
    quantile,
    threshold_count,
    attribution_window_hours,
    window_delay_hours,
    attribution_anchor,
    direction,
    cap_percentile,
    cap_value,
    missing_rule,
    minimum_effect,
    non_inferiority_margin,
    case when version_age = 1 then 1 else 0 end as is_newest,
    coalesce(experiment_count, 0) as experiment_count
  from numbered_versions
  left join uses using (metric_key, metric_version)
)

select * from final
