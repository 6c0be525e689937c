-- grain: one row per analysis mode, group of a cohort and metric for which a unit of it has a value: sufficient statistics

with groups as (
  select * from {{ ref('int_cohort_groups') }}
  where {{ shard_slice('shard') }}
),

cells as (
  select * from {{ ref('int_cohort_cells') }}
  where {{ shard_slice('shard') }}
),

metric_cells as (
  select * from {{ ref('int_metric_cells') }}
  where {{ shard_slice('shard') }}
),

modes as (
  select 'itt' as analysis_mode, 0 as least_exposed
  union all
  select 'exposed' as analysis_mode, 1 as least_exposed
),

-- Summed in a fixed order: floating-point sums must not depend on the engine's plan.
ordered_cells as (
  select
    modes.analysis_mode,
    groups.group_id,
    metric_cells.experiment_metric_id,
    metric_cells.cell_id,
    metric_cells.unit_count,
    metric_cells.value_sum,
    metric_cells.value_square_sum,
    metric_cells.paired_sum,
    metric_cells.paired_square_sum,
    metric_cells.product_sum
  from cells
  inner join groups
    on groups.experiment_id = cells.experiment_id
    and groups.variant = cells.variant
    and groups.segment_value = case segment_dimension when 'segment' then segment when 'country' then country when 'platform' then platform else 'all' end
  inner join modes
    on modes.least_exposed <= cells.is_in_exposed
  inner join metric_cells
    on metric_cells.cell_id = cells.cell_id
  order by modes.analysis_mode, groups.group_id, metric_cells.experiment_metric_id, metric_cells.cell_id
),

final as (
  select
    analysis_mode,
    group_id,
    experiment_metric_id,
    cast(sum(unit_count) as bigint) as unit_count,
    {{ ordered_sum('value_sum', 'cell_id') }} as value_sum,
    {{ ordered_sum('value_square_sum', 'cell_id') }} as value_square_sum,
    {{ ordered_sum('paired_sum', 'cell_id') }} as paired_sum,
    {{ ordered_sum('paired_square_sum', 'cell_id') }} as paired_square_sum,
    {{ ordered_sum('product_sum', 'cell_id') }} as product_sum
  from ordered_cells
  group by analysis_mode, group_id, experiment_metric_id
)

select * from final
