-- grain: one row per experiment and unit with assignments or exposures that the published build has not read

with assignments as (
  select * from {{ source('raw', 'assignments') }}
  where batch_id <= {{ var('batch_id') }}
),

exposures as (
  select * from {{ source('raw', 'exposures') }}
  where batch_id <= {{ var('batch_id') }}
),

-- Which of several rows with one event id counts may change with a new one, so the units of all of them are here.
final as (
  select
    experiment_key,
    unit_id
  from assignments
  where event_id in (select event_id from assignments where batch_id > {{ var('since_batch_id') }})
    and {{ var('since_batch_id') }} > 0
  union
  select
    experiment_key,
    unit_id
  from exposures
  where event_id in (select event_id from exposures where batch_id > {{ var('since_batch_id') }})
    and {{ var('since_batch_id') }} > 0
)

select * from final
