-- grain: one row per UTC day and days since the units active on it were active before

{{ config(materialized='incremental', incremental_strategy='insert_overwrite', partition_by='day') }}

with activity as (
  select * from {{ ref('int_unit_activity_daily') }}
  where {{ day_slice('day', var('mau_days'), 0) }}
),

active_units as (
  select
    unit_id,
    day
  from {{ ref('int_unit_activity_daily') }}
  where {{ day_slice('day') }}
),

previous_days as (
  select
    active_units.unit_id,
    active_units.day,
    max(activity.day) as previous_day
  from active_units
  inner join activity
    on activity.unit_id = active_units.unit_id
    and activity.day < active_units.day
  group by active_units.unit_id, active_units.day
),

idle_units as (
  select
    active_units.day,
    {{ datediff('previous_days.previous_day', 'active_units.day', 'day') }} as days_since
  from active_units
  left join previous_days
    on previous_days.unit_id = active_units.unit_id
    and previous_days.day = active_units.day
),

final as (
  select
    day,
    case when days_since < {{ var('mau_days') }} then days_since else {{ var('mau_days') }} end as idle_days,
    cast(count(*) as integer) as unit_count
  from idle_units
  group by day, case when days_since < {{ var('mau_days') }} then days_since else {{ var('mau_days') }} end
)

select * from final
