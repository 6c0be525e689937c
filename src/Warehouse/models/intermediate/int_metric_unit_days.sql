-- grain: one row per unit that counts, metric with results by day, and UTC day on which the unit did what the metric sums

{{ config(materialized='view') }}

with parts as (
  select * from {{ ref('int_metric_unit_parts') }}
  where is_daily = 1
),

rules as (
  select * from {{ ref('int_metric_rules') }}
),

-- Summed in a fixed order: floating-point sums must not depend on the engine's plan.
ordered_parts as (
  select
    parts.unit_place + rules.metric_place as value_place,
    parts.day,
    parts.experiment_metric_id,
    rules.value_rule,
    rules.paired_rule,
    rules.missing_value,
    parts.shard,
    parts.is_paired,
    parts.window_id,
    parts.is_after_end,
    parts.event_count,
    parts.value_count,
    parts.value_sum
  from parts
  inner join rules
    on rules.experiment_metric_id = parts.experiment_metric_id
  order by
    value_place, parts.day, parts.experiment_metric_id, rules.value_rule, rules.paired_rule, rules.missing_value, parts.shard,
    parts.window_id, parts.is_after_end
),

final as (
  select
    value_place,
    day,
    experiment_metric_id,
    value_rule,
    paired_rule,
    missing_value,
    shard,
    {{ part_sums('window_id, is_after_end') }}
  from ordered_parts
  group by value_place, day, experiment_metric_id, value_rule, paired_rule, missing_value, shard
)

select * from final
