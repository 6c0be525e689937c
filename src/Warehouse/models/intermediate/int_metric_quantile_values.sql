-- grain: one row per experiment, quantile metric, variant, whether exposed, and value

with metrics as (
  select * from {{ ref('int_experiment_metrics') }}
  where metric_type = 'quantile'
    and {{ shard_slice('shard') }}
),

cells as (
  select * from {{ ref('int_cohort_cells') }}
),

outcomes as (
  select * from {{ ref('int_metric_unit_outcomes') }}
  where {{ shard_slice('shard') }}
    and experiment_metric_id in (select experiment_metric_id from {{ ref('int_experiment_metrics') }} where metric_type = 'quantile')
),

counts as (
  select
    outcomes.experiment_metric_id,
    cells.variant,
    cells.is_in_exposed,
    outcomes.metric_value,
    count(*) as unit_count
  from outcomes
  inner join cells
    on cells.cell_id = {{ cell_of_place('outcomes.value_place') }}
  group by outcomes.experiment_metric_id, cells.variant, cells.is_in_exposed, outcomes.metric_value
),

-- Units without events are zeros of a metric that takes missing for zero.
all_counts as (
  select * from counts
  union all
  select
    metrics.experiment_metric_id,
    cells.variant,
    cells.is_in_exposed,
    cast(0 as double precision) as metric_value,
    cells.unit_count
  from metrics
  inner join cells
    on cells.experiment_id = metrics.experiment_id
  where metrics.missing_rule = 'zero'
  union all
  select
    counts.experiment_metric_id,
    counts.variant,
    counts.is_in_exposed,
    cast(0 as double precision) as metric_value,
    -counts.unit_count as unit_count
  from counts
  inner join metrics
    on metrics.experiment_metric_id = counts.experiment_metric_id
  where metrics.missing_rule = 'zero'
),

final as (
  select
    metrics.experiment_key,
    metrics.metric_key,
    all_counts.variant,
    all_counts.is_in_exposed,
    all_counts.metric_value,
    cast(sum(all_counts.unit_count) as bigint) as unit_count
  from all_counts
  inner join metrics
    on metrics.experiment_metric_id = all_counts.experiment_metric_id
  group by metrics.experiment_key, metrics.metric_key, all_counts.variant, all_counts.is_in_exposed, all_counts.metric_value
  having sum(all_counts.unit_count) > 0
)

select * from final
