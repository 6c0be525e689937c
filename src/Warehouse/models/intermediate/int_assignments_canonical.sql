-- grain: one row per experiment and unit; the first assignment stands, the others are counted

{{ config(materialized='incremental', unique_key='experiment_key, unit_id', changed_keys='stg_unit_changes') }}

with assignments as (
  select * from {{ ref('stg_assignments') }}
  where {{ key_slice('unit_id') }}
  {% if is_incremental() -%}
    and (experiment_key, unit_id) in (select experiment_key, unit_id from {{ ref('stg_unit_changes') }})
  {%- endif %}
),

variants as (
  select * from {{ ref('stg_variants') }}
),

numbered_assignments as (
  select
    assignments.*,
    row_number() over (partition by experiment_key, unit_id order by assigned_at, event_id) as assignment_number
  from assignments
),

-- Nearly all units were assigned once; joining only the others is much less work.
repeated_units as (
  select
    experiment_key,
    unit_id,
    count(*) as assignment_count,
    count(distinct variant) as variant_count
  from assignments
  group by experiment_key, unit_id
  having count(*) > 1
),

final as (
  select
    numbered_assignments.experiment_key,
    numbered_assignments.unit_id,
    numbered_assignments.flag_key,
    numbered_assignments.variant,
    numbered_assignments.bucket,
    numbered_assignments.assigned_at,
    numbered_assignments.segment,
    numbered_assignments.country,
    numbered_assignments.platform,
    coalesce(repeated_units.assignment_count, 1) as assignment_count,
    coalesce(repeated_units.variant_count, 1) as variant_count,
    case when repeated_units.variant_count > 1 then 1 else 0 end as is_crossover,
    case when variants.variant is null then 0 else 1 end as is_known_variant
  from numbered_assignments
  left join repeated_units
    on repeated_units.experiment_key = numbered_assignments.experiment_key
    and repeated_units.unit_id = numbered_assignments.unit_id
  left join variants
    on variants.experiment_key = numbered_assignments.experiment_key
    and variants.variant = numbered_assignments.variant
  where numbered_assignments.assignment_number = 1
)

select * from final
