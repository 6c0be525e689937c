-- grain: one row per unit with events

with users as (
  select * from {{ ref('dim_users') }}
  where first_active_day is not null
),

activity as (
  select * from {{ ref('int_unit_activity_daily') }}
),

aged_activity as (
  select
    activity.unit_id,
    users.first_active_day as cohort_day,
    {{ datediff('users.first_active_day', 'activity.day', 'day') }} as age_days,
    activity.event_count
  from activity
  inner join users
    on users.unit_id = activity.unit_id
),

final as (
  select
    unit_id,
    cohort_day,
    cast(sum(case when age_days < {{ var('activation_days') }} then event_count else 0 end) as integer) as early_event_count,
    max(case when age_days = 1 then 1 else 0 end) as is_active_day_1,
    max(case when age_days = 7 then 1 else 0 end) as is_active_day_7,
    max(case when age_days = 14 then 1 else 0 end) as is_active_day_14,
    max(case when age_days = 30 then 1 else 0 end) as is_active_day_30
  from aged_activity
  where age_days < {{ var('activation_days') }} or age_days in (1, 7, 14, 30)
  group by unit_id, cohort_day
)

select * from final
