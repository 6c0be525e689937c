-- grain: one row per analysis mode, experiment, metric, variant and segment; sufficient statistics

with cohort as (
  select * from {{ ref('fct_experiment_cohort') }}
),

unit_values as (
  select * from {{ ref('int_metric_unit_values') }}
),

-- Summed in a fixed order: floating-point sums must not depend on the engine's plan.
cells as (
  select
    experiment_key,
    metric_key,
    variant,
    segment,
    country,
    platform,
    is_in_exposed,
    count(*) as unit_count,
    sum(metric_value order by unit_id) as value_sum,
    sum(metric_value * metric_value order by unit_id) as value_square_sum
  from unit_values
  inner join cohort using (experiment_key, unit_id)
  where is_in_itt = 1
  group by experiment_key, metric_key, variant, segment, country, platform, is_in_exposed
),

modes as (
  select 'itt' as analysis_mode, 0 as least_exposed
  union all
  select 'exposed' as analysis_mode, 1 as least_exposed
),

dimensions as (
  select 'all' as segment_dimension
  union all
  select 'segment' as segment_dimension
  union all
  select 'country' as segment_dimension
  union all
  select 'platform' as segment_dimension
),

labelled_cells as (
  select
    cells.*,
    modes.analysis_mode,
    dimensions.segment_dimension,
    case dimensions.segment_dimension
      when 'segment' then cells.segment
      when 'country' then cells.country
      when 'platform' then cells.platform
      else 'all'
    end as segment_value
  from cells
  inner join modes on modes.least_exposed <= cells.is_in_exposed
  cross join dimensions
),

final as (
  select
    analysis_mode,
    experiment_key,
    metric_key,
    variant,
    segment_dimension,
    segment_value,
    cast(sum(unit_count) as bigint) as unit_count,
    sum(value_sum order by segment, country, platform, is_in_exposed) as value_sum,
    sum(value_square_sum order by segment, country, platform, is_in_exposed) as value_square_sum
  from labelled_cells
  group by analysis_mode, experiment_key, metric_key, variant, segment_dimension, segment_value
)

select * from final
