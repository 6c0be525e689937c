-- grain: one row per experiment and metric whose values are capped

with rules as (
  select * from {{ ref('int_metric_rules') }}
  where (cap_percentile is not null or cap_value is not null)
    and {{ shard_slice('shard') }}
),

unit_counts as (
  select
    experiment_id,
    sum(unit_count) as unit_count
  from {{ ref('int_cohort_cells') }}
  group by experiment_id
),

outcomes as (
  select * from {{ ref('int_metric_unit_totals') }}
  where uncapped_value is not null
    and {{ shard_slice('shard') }}
    and experiment_metric_id in (select experiment_metric_id from {{ ref('int_metric_rules') }} where cap_percentile is not null)
),

-- Units without events are zeros of the metric: they take part in the ranks without having rows.
counted_outcomes as (
  select
    rules.experiment_metric_id,
    rules.cap_percentile,
    outcomes.uncapped_value as outcome,
    count(*) over (partition by rules.experiment_metric_id) as outcome_count,
    row_number() over (partition by rules.experiment_metric_id order by outcomes.uncapped_value) - 1 as outcome_rank,
    case when rules.missing_value is null then 0 else unit_counts.unit_count end as least_count
  from outcomes
  inner join rules
    on rules.experiment_metric_id = outcomes.experiment_metric_id
  inner join unit_counts
    on unit_counts.experiment_id = rules.experiment_id
),

ranked_outcomes as (
  select
    experiment_metric_id,
    outcome,
    outcome_rank + case when outcome > 0 and least_count > outcome_count then least_count - outcome_count else 0 end as value_rank,
    (case when least_count > outcome_count then least_count else outcome_count end - 1) * cap_percentile / 100 as cap_rank
  from counted_outcomes
),

-- Linear interpolation between the two neighbouring values, as numpy's default percentile.
percentile_caps as (
  select
    experiment_metric_id,
    sum(outcome * (1 - abs(value_rank - cap_rank)) order by value_rank) as cap_value
  from ranked_outcomes
  where value_rank > cap_rank - 1 and value_rank < cap_rank + 1
  group by experiment_metric_id
),

final as (
  select
    rules.experiment_metric_id,
    coalesce(rules.cap_value, percentile_caps.cap_value, 0) as cap_value
  from rules
  left join percentile_caps
    on percentile_caps.experiment_metric_id = rules.experiment_metric_id
)

select * from final
