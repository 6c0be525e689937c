-- grain: one row per kind of check, event name and UTC day on which there is something to observe

with dates as (
  select * from {{ ref('dim_dates') }}
),

event_counts as (
  select * from {{ ref('int_event_counts_daily') }}
),

first_days as (
  select
    event_name,
    min(day) as first_day
  from event_counts
  group by event_name
),

-- A day without an event of a name that came before is a day with none, not no day.
event_days as (
  select
    first_days.event_name as subject,
    dates.day,
    dates.is_over,
    coalesce(event_counts.event_count, 0) as event_count,
    coalesce(event_counts.value_count, 0) as value_count,
    event_counts.value_sum,
    max(event_counts.last_event_at) over (partition by first_days.event_name order by dates.day) as newest_event_at,
    case when dates.is_over = 1 then {{ dateadd('day', 1, 'dates.day') }} else '{{ var("watermark_at") }}' end as observed_at
  from first_days
  inner join dates
    on dates.day >= first_days.first_day
  left join event_counts
    on event_counts.day = dates.day
    and event_counts.event_name = first_days.event_name
),

final as (
  select 'volume' as check_kind, subject, day, cast(event_count as double precision) as observed
  from event_days
  where is_over = 1
  union all
  select 'null_rate', subject, day, 1 - cast(value_count as double precision) / event_count
  from event_days
  where is_over = 1 and event_count > 0
  union all
  select 'mean_value', subject, day, value_sum / value_count
  from event_days
  where is_over = 1 and value_count > 0
  union all
  select 'freshness_hours', subject, day, cast({{ datediff('newest_event_at', 'observed_at', 'second') }} as double precision) / 3600
  from event_days
)

select * from final
