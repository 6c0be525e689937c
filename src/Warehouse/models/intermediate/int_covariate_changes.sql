-- grain: one row per experiment and unit whose events before its assignment the published build has not read, or counted otherwise

with units as (
  select * from {{ ref('int_experiment_anchors') }}
),

experiments as (
  select * from {{ ref('stg_experiments') }}
),

changes as (
  select * from {{ ref('stg_unit_changes') }}
),

new_events as (
  select * from {{ ref('stg_event_changes') }}
),

final as (
  select
    experiments.experiment_id,
    changes.unit_id
  from changes
  inner join experiments
    on experiments.experiment_key = changes.experiment_key
  union
  select
    units.experiment_id,
    units.unit_id
  from new_events
  inner join units
    on units.unit_id = new_events.unit_id
    and units.assigned_ms > {{ epoch_ms('new_events.first_occurred_at') }}
)

select * from final
