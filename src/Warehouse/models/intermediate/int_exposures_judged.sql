-- grain: one row per exposure event (event_id), held against the unit's assignment

{{ config(materialized='incremental', unique_key='experiment_key, unit_id', changed_keys='stg_unit_changes') }}

with exposures as (
  select * from {{ ref('stg_exposures') }}
  where {{ key_slice('unit_id') }}
  {% if is_incremental() -%}
    and (experiment_key, unit_id) in (select experiment_key, unit_id from {{ ref('stg_unit_changes') }})
  {%- endif %}
),

units as (
  select * from {{ ref('int_assignments_canonical') }}
  where {{ key_slice('unit_id') }}
),

experiments as (
  select * from {{ ref('stg_experiments') }}
),

final as (
  select
    exposures.event_id,
    exposures.experiment_key,
    exposures.unit_id,
    exposures.variant as exposed_variant,
    exposures.exposed_at,
    case when units.unit_id is null then 1 else 0 end as is_orphan,
    case when exposures.variant <> units.variant then 1 else 0 end as is_variant_mismatch,
    case when exposures.exposed_at < units.assigned_at then 1 else 0 end as is_pre_assignment,
    case
      when exposures.exposed_at < experiments.started_at then 1
      when exposures.exposed_at > experiments.ended_at then 1
      else 0
    end as is_outside_window,
    case
      when exposures.exposed_at > {{ dateadd('hour', var('late_exposure_hours'), 'units.assigned_at') }} then 1
      else 0
    end as is_late
  from exposures
  left join units
    on units.experiment_key = exposures.experiment_key
    and units.unit_id = exposures.unit_id
  left join experiments
    on experiments.experiment_key = exposures.experiment_key
)

select * from final
