-- grain: one row per unit that counts, metric with results by day, and UTC day on which the unit did what the metric sums

{{ config(materialized='view') }}

-- Summed in a fixed order: floating-point sums must not depend on the engine's plan. Few and narrow columns, as much is sorted here.
with ordered_parts as (
  select
    value_place,
    day,
    experiment_metric_id,
    shard,
    window_id,
    is_after_end,
    is_paired,
    event_count,
    value_count,
    value_sum
  from {{ ref('int_metric_unit_parts') }}
  where is_daily = 1
  order by value_place, day, experiment_metric_id, shard, window_id, is_after_end
),

sums as (
  select
    value_place,
    day,
    experiment_metric_id,
    shard,
    {{ part_sums('window_id, is_after_end') }}
  from ordered_parts
  group by value_place, day, experiment_metric_id, shard
),

rules as (
  select * from {{ ref('int_metric_rules') }}
),

final as (
  select
    sums.*,
    rules.value_rule,
    rules.paired_rule,
    rules.missing_value
  from sums
  inner join rules
    on rules.experiment_metric_id = sums.experiment_metric_id
)

select * from final
