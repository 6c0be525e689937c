-- grain: one row per unit that counts and metric with events in the metric's window, in its denominator's, or before the experiment

{{ config(materialized='view') }}

with parts as (
  select * from {{ ref('int_metric_unit_parts') }}
),

rules as (
  select * from {{ ref('int_metric_rules') }}
),

-- Summed in a fixed order: floating-point sums must not depend on the engine's plan.
ordered_parts as (
  select
    parts.unit_place + rules.metric_place as value_place,
    parts.experiment_metric_id,
    rules.value_rule,
    rules.paired_rule,
    rules.threshold_count,
    rules.missing_value,
    parts.shard,
    parts.is_paired,
    parts.day,
    parts.window_id,
    parts.is_after_end,
    parts.event_count,
    parts.value_count,
    parts.value_sum
  from parts
  inner join rules
    on rules.experiment_metric_id = parts.experiment_metric_id
  order by
    value_place, parts.experiment_metric_id, rules.value_rule, rules.paired_rule, rules.threshold_count, rules.missing_value, parts.shard,
    parts.day, parts.window_id, parts.is_after_end
),

sums as (
  select
    value_place,
    experiment_metric_id,
    value_rule,
    paired_rule,
    threshold_count,
    missing_value,
    shard,
    {{ part_sums('day, window_id, is_after_end') }}
  from ordered_parts
  group by value_place, experiment_metric_id, value_rule, paired_rule, threshold_count, missing_value, shard
),

final as (
  select
    shard,
    value_place,
    experiment_metric_id,
    missing_value,
    event_count,
    {{ metric_value('value_rule', 'threshold_count', 'event_count', 'value_count', 'value_sum') }} as uncapped_value,
    coalesce({{ metric_value('paired_rule', 'threshold_count', 'paired_event_count', 'paired_value_count', 'paired_value_sum') }}, 0) as paired_value
  from sums
)

select * from final
