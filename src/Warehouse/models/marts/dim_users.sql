-- grain: one row per unit (unit_id) that acted or was assigned

with active_units as (
  select * from {{ ref('int_unit_cohorts') }}
),

assignments as (
  select * from {{ ref('int_assignments_canonical') }}
),

sightings as (
  select
    unit_id,
    first_event_at as first_at,
    last_event_at as last_at,
    cohort_day as first_active_day,
    last_active_day,
    active_day_count,
    event_count,
    0 as experiment_count
  from active_units
  union all
  select unit_id, assigned_at, assigned_at, null, null, 0, 0, 1
  from assignments
),

final as (
  select
    unit_id,
    min(first_at) as first_seen_at,
    max(last_at) as last_seen_at,
    max(first_active_day) as first_active_day,
    max(last_active_day) as last_active_day,
    sum(active_day_count) as active_day_count,
    sum(event_count) as event_count,
    sum(experiment_count) as assigned_experiment_count
  from sightings
  group by unit_id
)

select * from final
