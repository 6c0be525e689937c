-- grain: one row per unit that counts, metric with results by day, and UTC day on which the unit's value may have changed

{{ config(materialized='view') }}

with unit_days as (
  select * from {{ ref('int_metric_unit_days') }}
),

caps as (
  select * from {{ ref('int_metric_caps') }}
),

running as (
  select
    shard,
    value_place,
    day,
    experiment_metric_id,
    value_rule,
    paired_rule,
    missing_value,
    sum(event_count) over so_far as event_count,
    sum(value_count) over so_far as value_count,
    sum(value_sum) over so_far as value_sum,
    sum(paired_event_count) over so_far as paired_event_count,
    sum(paired_value_count) over so_far as paired_value_count,
    sum(paired_value_sum) over so_far as paired_value_sum
  from unit_days
  window so_far as (partition by shard, value_place order by day rows unbounded preceding)
),

uncapped as (
  select
    shard,
    value_place,
    day,
    experiment_metric_id,
    {{ metric_value('value_rule', '1', 'event_count', 'value_count', 'value_sum') }} as uncapped_value,
    {{ metric_value('paired_rule', '1', 'paired_event_count', 'paired_value_count', 'paired_value_sum') }} as paired_value,
    missing_value
  from running
),

final as (
  select
    uncapped.shard,
    uncapped.value_place,
    uncapped.day,
    uncapped.experiment_metric_id,
    coalesce(case when uncapped_value > caps.cap_value then caps.cap_value else uncapped_value end, missing_value) as metric_value,
    coalesce(paired_value, 0) as paired_value
  from uncapped
  left join caps
    on caps.experiment_metric_id = uncapped.experiment_metric_id
)

select * from final
