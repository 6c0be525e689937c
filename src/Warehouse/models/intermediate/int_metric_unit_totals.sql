-- grain: one row per experiment, unit and metric with at least one event in the unit's attribution window

{{ config(materialized='view') }}

with unit_days as (
  select * from {{ ref('int_metric_unit_daily') }}
),

metrics as (
  select * from {{ ref('int_experiment_metrics') }}
),

sums as (
  select
    unit_days.experiment_key,
    unit_days.unit_id,
    metrics.metric_key,
    metrics.metric_type,
    metrics.cap_percentile,
    metrics.missing_rule,
    sum(unit_days.event_count) as event_count,
    sum(unit_days.value_count) as value_count,
    sum(unit_days.value_sum order by unit_days.day, unit_days.from_hours, unit_days.is_after_end) as value_sum
  from unit_days
  inner join metrics
    on metrics.experiment_key = unit_days.experiment_key
    and metrics.event_name = unit_days.event_name
    and metrics.value_field = unit_days.value_field
    and metrics.attribution_anchor = unit_days.attribution_anchor
  where unit_days.from_hours < metrics.attribution_window_hours
    or (metrics.attribution_window_hours is null and unit_days.is_after_end = 0)
  group by
    unit_days.experiment_key, unit_days.unit_id, metrics.metric_key, metrics.metric_type, metrics.cap_percentile, metrics.missing_rule
),

final as (
  select
    sums.*,
    case metric_type
      when 'conversion' then cast(1 as double precision)
      when 'count' then cast(event_count as double precision)
      when 'sum' then value_sum
      when 'mean' then value_sum / nullif(value_count, 0)
    end as uncapped_value
  from sums
)

select * from final
