-- grain: one row per UTC day between the first and the last raw row

with recursive event_days as (
  select * from {{ ref('int_event_counts_daily') }}
),

assignments as (
  select * from {{ ref('stg_assignments') }}
),

exposures as (
  select * from {{ ref('stg_exposures') }}
),

bounds as (
  select
    min(first_day) as first_day,
    max(last_day) as last_day
  from (
    select min(day) as first_day, max(day) as last_day from event_days
    union all
    select date(min(assigned_at)), date(max(assigned_at)) from assignments
    union all
    select date(min(exposed_at)), date(max(exposed_at)) from exposures
  ) as seen
),

days as (
  select first_day as day from bounds
  where first_day is not null
  union all
  select date({{ dateadd('day', 1, 'days.day') }})
  from days
  inner join bounds
    on days.day < bounds.last_day
),

placed_days as (
  select
    days.day,
    date({{ date_trunc('week', 'days.day') }}) as week_start,
    date({{ date_trunc('month', 'days.day') }}) as month_start,
    case when days.day < bounds.last_day then 1 else 0 end as is_over
  from days
  cross join bounds
),

final as (
  select
    day,
    week_start,
    month_start,
    1 + {{ datediff('week_start', 'day', 'day') }} as day_of_week,
    case when {{ datediff('week_start', 'day', 'day') }} >= 5 then 1 else 0 end as is_weekend,
    is_over
  from placed_days
)

select * from final
