-- grain: one row per UTC day and days since the units active on it were active before

with paced_activity as (
  select
    day,
    lag(day) over (partition by unit_id order by day) as previous_day
  from {{ ref('int_unit_activity_daily') }}
),

idle_units as (
  select
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
    cast(count(*) as integer) as unit_count
  from idle_units
  group by day, idle_days
)

select * from final
