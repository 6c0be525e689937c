-- grain: one row per analysis mode, experiment, metric, variant and segment; sufficient statistics

with cells as (
  select * from {{ ref('agg_experiment_metric_cells') }}
  where {{ key_slice('experiment_key') }}
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

modes as (
  select 'itt' as analysis_mode, 0 as least_exposed
  union all
  select 'exposed' as analysis_mode, 1 as least_exposed
),

labelled_cells as (
  select
    cells.*,
    segment_dimension,
    case segment_dimension
      when 'segment' then segment
      when 'country' then country
      when 'platform' then platform
      else 'all'
    end as segment_value
  from cells
  cross join dimensions
),

-- Summed in a fixed order: floating-point sums must not depend on the engine's plan.
sums_by_exposure as (
  select
    experiment_key,
    metric_key,
    variant,
    segment_dimension,
    segment_value,
    is_in_exposed,
    sum(unit_count) as unit_count,
    sum(value_sum order by segment, country, platform) as value_sum,
    sum(value_square_sum order by segment, country, platform) as value_square_sum
  from labelled_cells
  group by experiment_key, metric_key, variant, segment_dimension, segment_value, is_in_exposed
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
    sum(value_sum order by is_in_exposed) as value_sum,
    sum(value_square_sum order by is_in_exposed) as value_square_sum
  from sums_by_exposure
  inner join modes on least_exposed <= is_in_exposed
  group by analysis_mode, experiment_key, metric_key, variant, segment_dimension, segment_value
)

select * from final
