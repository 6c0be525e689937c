-- grain: one row per unit that counts and metric whose events give the unit a value, or would by the metric's missing rule

{{ config(materialized='view') }}

with totals as (
  select * from {{ ref('int_metric_unit_totals') }}
),

caps as (
  select * from {{ ref('int_metric_caps') }}
),

final as (
  select
    totals.shard,
    totals.value_place,
    totals.experiment_metric_id,
    coalesce(totals.uncapped_value, totals.missing_value) as uncapped_value,
    coalesce(case when totals.uncapped_value > caps.cap_value then caps.cap_value else totals.uncapped_value end, totals.missing_value) as metric_value,
    totals.paired_value
  from totals
  left join caps
    on caps.experiment_metric_id = totals.experiment_metric_id
  where totals.uncapped_value is not null
    or totals.missing_value is not null
)

select * from final
