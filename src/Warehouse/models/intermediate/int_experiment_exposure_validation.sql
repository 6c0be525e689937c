-- grain: one row per experiment and unit assigned to one of its variants

{{ config(materialized='incremental', unique_key='experiment_key, unit_id', changed_keys='stg_unit_changes') }}

with units as (
  select * from {{ ref('int_assignments_canonical') }}
  where is_known_variant = 1
    and {{ key_slice('unit_id') }}
  {% if is_incremental() -%}
    and (experiment_key, unit_id) in (select experiment_key, unit_id from {{ ref('stg_unit_changes') }})
  {%- endif %}
),

exposures as (
  select * from {{ ref('int_exposures_judged') }}
  where is_orphan = 0
    and {{ key_slice('unit_id') }}
),

exposure_facts as (
  select
    experiment_key,
    unit_id,
    count(*) as exposure_count,
    count(distinct exposed_variant) as exposed_variant_count,
    max(is_variant_mismatch) as has_variant_mismatch,
    max(is_pre_assignment) as has_pre_assignment_exposure,
    max(is_outside_window) as has_exposure_outside_window,
    min(exposed_at) as first_exposed_at,
    min(
      case when is_variant_mismatch + is_pre_assignment + is_outside_window = 0 then exposed_at end
    ) as first_valid_exposed_at,
    min(is_late) as is_late
  from exposures
  group by experiment_key, unit_id
),

final as (
  select
    units.experiment_key,
    units.unit_id,
    units.variant,
    units.assigned_at,
    units.is_crossover,
    coalesce(exposure_facts.exposure_count, 0) as exposure_count,
    exposure_facts.first_exposed_at,
    exposure_facts.first_valid_exposed_at,
    case when exposure_facts.unit_id is null then 1 else 0 end as is_never_exposed,
    coalesce(exposure_facts.has_pre_assignment_exposure, 0) as has_pre_assignment_exposure,
    coalesce(exposure_facts.has_variant_mismatch, 0) as has_variant_mismatch,
    case when exposure_facts.exposed_variant_count > 1 then 1 else 0 end as has_multi_variation_exposure,
    coalesce(exposure_facts.has_exposure_outside_window, 0) as has_exposure_outside_window,
    coalesce(exposure_facts.is_late, 0) as is_late_exposure
  from units
  left join exposure_facts
    on exposure_facts.experiment_key = units.experiment_key
    and exposure_facts.unit_id = units.unit_id
)

select * from final
