-- grain: one row per experiment, metric with results by day, variant and UTC day: sufficient statistics of all days so far, in the experiment's mode

with metrics as (
  select
    metrics.*,
    case experiments.analysis_mode when 'exposed' then 1 else 0 end as least_exposed
  from {{ ref('int_experiment_metrics') }} as metrics
  inner join {{ ref('stg_experiments') }} as experiments
    on experiments.experiment_key = metrics.experiment_key
),

changes as (
  select * from {{ ref('int_metric_day_changes') }}
),

arrivals as (
  select * from {{ ref('int_cohort_days') }}
),

-- New units count from the day on that brings them into the mode, whatever they do.
days as (
  select experiment_metric_id, variant, is_in_exposed, day, unit_change, 0 as arrival_count,
    value_change, value_square_change, paired_change, paired_square_change, product_change
  from changes
  union all
  select metrics.experiment_metric_id, variant, is_in_exposed, day, 0 as unit_change, unit_count as arrival_count, 0, 0, 0, 0, 0
  from arrivals
  inner join metrics
    on metrics.experiment_id = arrivals.experiment_id
  where metrics.experiment_metric_id in (select experiment_metric_id from {{ ref('int_metric_inputs') }} where is_daily = 1)
),

sums as (
  select
    metrics.experiment_key,
    metrics.metric_key,
    days.variant,
    days.day,
    metrics.metric_type,
    metrics.missing_rule,
    sum(unit_change) as unit_change,
    sum(arrival_count) as arrival_count,
    sum(value_change order by is_in_exposed, arrival_count) as value_change,
    sum(value_square_change order by is_in_exposed, arrival_count) as value_square_change,
    sum(paired_change order by is_in_exposed, arrival_count) as paired_change,
    sum(paired_square_change order by is_in_exposed, arrival_count) as paired_square_change,
    sum(product_change order by is_in_exposed, arrival_count) as product_change
  from days
  inner join metrics
    on metrics.experiment_metric_id = days.experiment_metric_id
    and metrics.least_exposed <= days.is_in_exposed
  group by metrics.experiment_key, metrics.metric_key, days.variant, days.day, metrics.metric_type, metrics.missing_rule
),

final as (
  select
    experiment_key,
    metric_key,
    metric_type,
    variant,
    day,
    cast(sum(case missing_rule when 'zero' then arrival_count else unit_change end) over so_far as bigint) as unit_count,
    sum(value_change) over so_far as value_sum,
    sum(value_square_change) over so_far as value_square_sum,
    sum(paired_change) over so_far as paired_sum,
    sum(paired_square_change) over so_far as paired_square_sum,
    sum(product_change) over so_far as product_sum
  from sums
  window so_far as (partition by experiment_key, metric_key, variant order by day rows unbounded preceding)
)

select * from final
