-- grain: one row per analysis mode, experiment, metric, variant and segment; sufficient statistics

with groups as (
  select * from {{ ref('int_cohort_groups') }}
),

metrics as (
  select * from {{ ref('int_experiment_metrics') }}
),

modes as (
  select 'itt' as analysis_mode
  union all
  select 'exposed' as analysis_mode
),

sums as (
  select * from {{ ref('int_metric_groups') }}
),

-- Units without events are zeros of a metric that takes missing for zero.
groups_of_metrics as (
  select
    modes.analysis_mode,
    groups.group_id,
    metrics.experiment_metric_id,
    metrics.experiment_key,
    metrics.metric_key,
    groups.variant,
    groups.segment_dimension,
    groups.segment_value,
    case when metrics.missing_rule <> 'zero' then null when modes.analysis_mode = 'itt' then itt_unit_count else exposed_unit_count end as zero_unit_count
  from groups
  inner join metrics
    on metrics.experiment_id = groups.experiment_id
  cross join modes
),

final as (
  select
    analysis_mode,
    experiment_key,
    metric_key,
    variant,
    segment_dimension,
    segment_value,
    coalesce(zero_unit_count, unit_count) as unit_count,
    coalesce(value_sum, 0) as value_sum,
    coalesce(value_square_sum, 0) as value_square_sum,
    coalesce(paired_sum, 0) as paired_sum,
    coalesce(paired_square_sum, 0) as paired_square_sum,
    coalesce(product_sum, 0) as product_sum
  from groups_of_metrics
  left join sums using (analysis_mode, group_id, experiment_metric_id)
  where coalesce(zero_unit_count, unit_count) > 0
)

select * from final
