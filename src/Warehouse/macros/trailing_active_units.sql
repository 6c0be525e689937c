{# Distinct units that acted in so many days up to each day. #}
{% macro trailing_active_units(window_days) -%}
with dates as (
  select * from {{ ref('dim_dates') }}
),

active_units as (
  select * from {{ ref('int_active_units_daily') }}
),

bounds as (
  select min(day) as first_day from dates
),

-- A unit counts once in a window: on the day in it before which it had not been active in it.
units_by_window as (
  select
    dates.day,
    sum(active_units.unit_count) as unit_count
  from dates
  inner join active_units
    on active_units.day <= dates.day
    and {{ datediff('active_units.day', 'dates.day', 'day') }} < {{ window_days }}
    and {{ datediff('active_units.day', 'dates.day', 'day') }} + active_units.idle_days >= {{ window_days }}
  group by dates.day
),

final as (
  select
    dates.day,
    coalesce(units_by_window.unit_count, 0) as metric_value,
    case when dates.is_over = 1 and {{ datediff('bounds.first_day', 'dates.day', 'day') }} >= {{ window_days }} - 1 then 1 else 0 end as is_complete
  from dates
  cross join bounds
  left join units_by_window
    on units_by_window.day = dates.day
)
{%- endmacro %}
