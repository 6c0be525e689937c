-- grain: one row per experiment, unit and metric for which the unit's events give a value

{{ config(materialized='view') }}

with totals as (
  select * from {{ ref('int_metric_unit_totals') }}
),

caps as (
  select * from {{ ref('int_metric_caps') }}
),

final as (
  select
    totals.experiment_key,
    totals.unit_id,
    totals.metric_key,
    totals.uncapped_value,
    case when totals.uncapped_value > caps.cap_value then caps.cap_value else totals.uncapped_value end as metric_value
  from totals
  left join caps
    on caps.experiment_key = totals.experiment_key
    and caps.metric_key = totals.metric_key
  where totals.uncapped_value is not null
)

select * from final
