-- grain: one row per unit that counts and metric with events in the metric's window, in its denominator's, or before the experiment

{{ config(materialized='view') }}

-- Summed in a fixed order: floating-point sums must not depend on the engine's plan. Few and narrow columns, as all that units did is sorted here.
with ordered_parts as (
  select
    value_place,
    experiment_metric_id,
    shard,
    day,
    window_id,
    is_after_end,
    is_paired,
    event_count,
    value_count,
    value_sum
  from {{ ref('int_metric_unit_parts') }}
  order by value_place, experiment_metric_id, shard, day, window_id, is_after_end
),

sums as (
  select
    value_place,
    experiment_metric_id,
    shard,
    {{ part_sums('day, window_id, is_after_end') }}
  from ordered_parts
  group by value_place, experiment_metric_id, shard
),

rules as (
  select * from {{ ref('int_metric_rules') }}
),

final as (
  select
    sums.shard,
    sums.value_place,
    sums.experiment_metric_id,
    rules.missing_value,
    sums.event_count,
    {{ metric_value('value_rule', 'threshold_count', 'event_count', 'value_count', 'value_sum') }} as uncapped_value,
    coalesce({{ metric_value('paired_rule', 'threshold_count', 'paired_event_count', 'paired_value_count', 'paired_value_sum') }}, 0) as paired_value
  from sums
  inner join rules
    on rules.experiment_metric_id = sums.experiment_metric_id
)

select * from final
