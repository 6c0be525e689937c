-- grain: one row per experiment, unit that counts, and segment dimension

{{ config(materialized='view') }}

with cohort as (
  select * from {{ ref('fct_experiment_cohort') }}
  where is_in_itt = 1
),

dimensions as (
  select 'segment' as segment_dimension
  union all
  select 'country' as segment_dimension
  union all
  select 'platform' as segment_dimension
),

final as (
  select
    cohort.experiment_key,
    cohort.unit_id,
    cohort.variant,
    cohort.is_in_exposed,
    dimensions.segment_dimension,
    case dimensions.segment_dimension
      when 'segment' then cohort.segment
      when 'country' then cohort.country
      else cohort.platform
    end as segment_value
  from cohort
  cross join dimensions
)

select * from final
