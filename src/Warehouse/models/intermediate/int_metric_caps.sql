-- grain: one row per experiment and metric whose values are capped

with metrics as (
  select * from {{ ref('int_experiment_metrics') }}
  where (cap_percentile is not null or cap_value is not null)
    and {{ key_slice('experiment_key') }}
),

unit_counts as (
  select
    experiment_key,
    count(*) as unit_count
  from {{ ref('int_experiment_exposure_validation') }}
  where is_crossover = 0
    and {{ key_slice('experiment_key') }}
  group by experiment_key
),

outcomes as (
  select * from {{ ref('int_metric_unit_totals') }}
  where cap_percentile is not null
    and uncapped_value is not null
    and {{ key_slice('experiment_key') }}
),

-- Units without events are zeros of the metric: they take part in the ranks without having rows.
counted_outcomes as (
  select
    outcomes.experiment_key,
    outcomes.metric_key,
    outcomes.cap_percentile,
    outcomes.uncapped_value as outcome,
    count(*) over (partition by outcomes.experiment_key, outcomes.metric_key) as outcome_count,
    row_number() over (partition by outcomes.experiment_key, outcomes.metric_key order by outcomes.uncapped_value) - 1 as outcome_rank,
    case outcomes.missing_rule when 'zero' then unit_counts.unit_count else 0 end as least_count
  from outcomes
  inner join unit_counts
    on unit_counts.experiment_key = outcomes.experiment_key
),

ranked_outcomes as (
  select
    experiment_key,
    metric_key,
    outcome,
    outcome_rank + case when outcome > 0 and least_count > outcome_count then least_count - outcome_count else 0 end as value_rank,
    (case when least_count > outcome_count then least_count else outcome_count end - 1) * cap_percentile / 100 as cap_rank
  from counted_outcomes
),

-- Linear interpolation between the two neighbouring values, as numpy's default percentile.
percentile_caps as (
  select
    experiment_key,
    metric_key,
    sum(outcome * (1 - abs(value_rank - cap_rank)) order by value_rank) as cap_value
  from ranked_outcomes
  where value_rank > cap_rank - 1 and value_rank < cap_rank + 1
  group by experiment_key, metric_key
),

final as (
  select
    metrics.experiment_key,
    metrics.metric_key,
    coalesce(metrics.cap_value, percentile_caps.cap_value, 0) as cap_value
  from metrics
  left join percentile_caps
    on percentile_caps.experiment_key = metrics.experiment_key
    and percentile_caps.metric_key = metrics.metric_key
)

select * from final
