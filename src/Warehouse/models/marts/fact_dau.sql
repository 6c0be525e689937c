-- grain: one row per UTC day

{{ config(materialized='view') }}

with dates as (
  select * from {{ ref('dim_dates') }}
),

active_units as (
  select * from {{ ref('int_active_units_daily') }}
),

units_by_day as (
  select
    day,
    sum(unit_count) as unit_count
  from active_units
  group by day
),

final as (
  select
    dates.day,
    coalesce(units_by_day.unit_count, 0) as metric_value,
    dates.is_over as is_complete
  from dates
  left join units_by_day
    on units_by_day.day = dates.day
)

select * from final
