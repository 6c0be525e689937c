-- grain: one row per UTC day, days since the units active on it were active before, and part of the units

with activity as (
  select * from {{ ref('int_unit_activity_daily') }}
  where {{ key_slice('unit_id') }}
),

paced_activity as (
  select
    unit_id,
    day,
    lag(day) over (partition by unit_id order by day) as previous_day
  from activity
),

idle_units as (
  select
    unit_id,
    day,
    case
      when {{ datediff('previous_day', 'day', 'day') }} < {{ var('mau_days') }} then {{ datediff('previous_day', 'day', 'day') }}
      else {{ var('mau_days') }}
    end as idle_days
  from paced_activity
),

final as (
  select
    day,
    idle_days,
    min(unit_id) as lowest_unit_id,
    cast(count(*) as integer) as unit_count
  from idle_units
  group by day, idle_days
)

select * from final
