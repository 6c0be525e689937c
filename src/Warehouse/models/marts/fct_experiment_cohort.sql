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

validation as (
  select * from {{ ref('int_experiment_exposure_validation') }}
  where {{ key_slice('unit_id') }}
),

final as (
  select
    units.experiment_key,
    units.unit_id,
    units.variant,
    units.assigned_at,
    units.segment,
    units.country,
    units.platform,
    units.is_crossover,
    validation.first_exposed_at,
    validation.first_valid_exposed_at,
    1 - units.is_crossover as is_in_itt,
    case
      when units.is_crossover = 1 then 0
      when validation.first_valid_exposed_at is null then 0
      when validation.has_pre_assignment_exposure + validation.has_variant_mismatch > 0 then 0
      else 1
    end as is_in_exposed
  from units
  inner join validation
    on validation.experiment_key = units.experiment_key
    and validation.unit_id = units.unit_id
)

select * from final
