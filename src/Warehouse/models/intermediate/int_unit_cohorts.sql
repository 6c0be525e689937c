-- grain: one row per unit with events

with totals as (
  select
    unit_id,
    min(day) as cohort_day,
    max(day) as last_active_day,
    cast(count(*) as integer) as active_day_count,
    cast(sum(event_count) as integer) as event_count,
    min(first_event_at) as first_event_at,
    max(last_event_at) as last_event_at
  from {{ ref('int_unit_activity_daily') }}
  group by unit_id
),

aged_activity as (
  select
    activity.unit_id,
    activity.event_count,
    {{ datediff('totals.cohort_day', 'activity.day', 'day') }} as age_days
  from {{ ref('int_unit_activity_daily') }} as activity
  inner join totals
    on totals.unit_id = activity.unit_id
),

-- The day itself and the days after that retention and activation ask for.
early_activity as (
  select
    unit_id,
    cast(sum(case when age_days < {{ var('activation_days') }} then event_count else 0 end) as integer) as early_event_count,
    max(case when age_days = 1 then 1 else 0 end) as is_active_day_1,
    max(case when age_days = 7 then 1 else 0 end) as is_active_day_7,
    max(case when age_days = 14 then 1 else 0 end) as is_active_day_14,
    max(case when age_days = 30 then 1 else 0 end) as is_active_day_30
  from aged_activity
  where age_days < {{ var('activation_days') }}
    or age_days in (0, 1, 7, 14, 30)
  group by unit_id
),

final as (
  select
    totals.unit_id,
    totals.cohort_day,
    totals.last_active_day,
    totals.active_day_count,
    totals.event_count,
    totals.first_event_at,
    totals.last_event_at,
    early_activity.early_event_count,
    early_activity.is_active_day_1,
    early_activity.is_active_day_7,
    early_activity.is_active_day_14,
    early_activity.is_active_day_30
  from totals
  inner join early_activity
    on early_activity.unit_id = totals.unit_id
)

select * from final
