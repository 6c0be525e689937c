-- grain: one row per experiment and unit whose events before its assignment the published build has not read, or counted otherwise

with units as (
  select * from {{ ref('int_experiment_anchors') }}
),

experiments as (
  select * from {{ ref('stg_experiments') }}
),

changes as (
  select * from {{ ref('int_unit_changes') }}
),

-- Days of new events and of events whose id came again.
new_events as (
  select unit_id, min(occurred_at) as occurred_at
  from {{ source('raw', 'events') }}
  where batch_id > {{ var('since_batch_id') }}
    and batch_id <= {{ var('batch_id') }}
    and {{ var('since_batch_id') }} > 0
  group by unit_id
  union all
  select unit_id, min(occurred_at) as occurred_at
  from {{ source('raw', 'events') }}
  where event_id in (select event_id from {{ ref('stg_event_copies') }})
    and {{ var('since_batch_id') }} > 0
  group by unit_id
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
    and units.assigned_ms > {{ epoch_ms('new_events.occurred_at') }}
)

select * from final
