-- grain: one row per experiment, variant, segment dimension and value

with cells as (
  select * from {{ ref('int_cohort_cells') }}
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

counts as (
  select
    shard,
    experiment_id,
    experiment_key,
    variant,
    segment_dimension,
    segment_value,
    cast(sum(unit_count) as bigint) as itt_unit_count,
    cast(sum(unit_count * is_in_exposed) as bigint) as exposed_unit_count
  from labelled_cells
  group by shard, experiment_id, experiment_key, variant, segment_dimension, segment_value
),

final as (
  select
    cast(row_number() over (order by experiment_key, variant, segment_dimension, segment_value) as integer) as group_id,
    counts.*
  from counts
)

select * from final
