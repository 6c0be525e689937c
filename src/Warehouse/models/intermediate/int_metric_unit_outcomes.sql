-- grain: one row per experiment, unit and metric for which the unit's events give a value

{{ config(materialized='view') }}

with totals as (
  select * from {{ ref('int_metric_unit_totals') }}
),

caps as (
  select * from {{ ref('int_metric_caps') }}
),

outcomes as (
  select
    totals.experiment_key,
    totals.unit_id,
    totals.metric_key,
    case totals.metric_type
      when 'conversion' then cast(1 as double precision)
      when 'count' then cast(totals.event_count as double precision)
      when 'sum' then totals.value_sum
      when 'mean' then totals.value_sum / nullif(totals.value_count, 0)
    end as uncapped_value
  from totals
),

final as (
  select
    outcomes.experiment_key,
    outcomes.unit_id,
    outcomes.metric_key,
    outcomes.uncapped_value,
    case when outcomes.uncapped_value > caps.cap_value then caps.cap_value else outcomes.uncapped_value end as metric_value
  from outcomes
  left join caps
    on caps.experiment_key = outcomes.experiment_key
    and caps.metric_key = outcomes.metric_key
  where outcomes.uncapped_value is not null
)

select * from final
