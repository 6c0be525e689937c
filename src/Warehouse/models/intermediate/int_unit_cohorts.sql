-- grain: one row per unit with events

with activity as (
  select * from {{ ref('int_unit_activity_daily') }}
  where {{ key_slice('unit_id') }}
),

dated_activity as (
  select
    activity.*,
    first_value(day) over (partition by unit_id order by day) as cohort_day
  from activity
),

aged_activity as (
  select
    dated_activity.*,
    {{ datediff('cohort_day', 'day', 'day') }} as age_days
  from dated_activity
),

final as (
  select
    unit_id,
    cohort_day,
    max(day) as last_active_day,
    cast(count(*) as integer) as active_day_count,
    cast(sum(event_count) as integer) as event_count,
    min(first_event_at) as first_event_at,
    max(last_event_at) as last_event_at,
    cast(sum(case when age_days < {{ var('activation_days') }} then event_count else 0 end) as integer) as early_event_count,
    max(case when age_days = 1 then 1 else 0 end) as is_active_day_1,
    max(case when age_days = 7 then 1 else 0 end) as is_active_day_7,
    max(case when age_days = 14 then 1 else 0 end) as is_active_day_14,
    max(case when age_days = 30 then 1 else 0 end) as is_active_day_30
  from aged_activity
  group by unit_id, cohort_day
)

select * from final
