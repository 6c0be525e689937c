-- grain: one row per assignment event (event_id)

{{ config(materialized='view') }}

with assignments as (
  select * from {{ source('raw', 'assignments') }}
  where batch_id <= {{ var('batch_id') }}
),

copies as (
  select
    event_id as copied_event_id,
    unit_id as copied_unit_id,
    day as copied_day
  from {{ ref('stg_assignment_copies') }}
),

final as (
  select
    event_id,
    experiment_key,
    flag_key,
    unit_id,
    variant,
    bucket,
    assigned_at,
    coalesce(segment, 'unknown') as segment,
    coalesce(country, 'unknown') as country,
    coalesce(platform, 'unknown') as platform,
    received_at
  from assignments
  left join copies
    on copies.copied_event_id = assignments.event_id
    and copies.copied_unit_id = assignments.unit_id
    and copies.copied_day = assignments.day
  where copies.copied_event_id is null
)

select * from final
