-- grain: one row per unit (unit_id) that acted or was assigned

with activity as (
  select * from {{ ref('int_unit_activity_daily') }}
),

assignments as (
  select * from {{ ref('int_assignments_canonical') }}
),

sightings as (
  select
    unit_id,
    first_event_at as first_at,
    last_event_at as last_at,
    day as active_day,
    event_count,
    0 as assignment_count
  from activity
  union all
  select
    unit_id,
    assigned_at,
    assigned_at,
    null,
    0,
    1
  from assignments
),

final as (
  select
    unit_id,
    min(first_at) as first_seen_at,
    max(last_at) as last_seen_at,
    min(active_day) as first_active_day,
    max(active_day) as last_active_day,
    count(active_day) as active_day_count,
    sum(event_count) as event_count,
    sum(assignment_count) as assigned_experiment_count
  from sightings
  group by unit_id
)

select * from final
