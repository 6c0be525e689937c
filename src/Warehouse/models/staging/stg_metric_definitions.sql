-- grain: one row per metric and version

with metric_definitions as (
  select * from {{ source('raw', 'metric_definitions') }}
),

final as (
  select
    metric_key,
    version as metric_version,
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
    non_inferiority_margin
  from metric_definitions
)

select * from final
