-- grain: one row per cell of a cohort and metric for which a unit of it has a value: sufficient statistics

{{ config(index_by='shard') }}

with outcomes as (
  select * from {{ ref('int_metric_unit_outcomes') }}
  where {{ shard_slice('shard') }}
),

-- Summed in a fixed order: floating-point sums must not depend on the engine's plan.
ordered_outcomes as (
  select
    value_place / 268435456 as cell_place,
    value_place,
    experiment_metric_id,
    shard,
    metric_value,
    paired_value
  from outcomes
  order by cell_place, outcomes.experiment_metric_id, outcomes.value_place
),

sums as (
  select
    cell_place,
    experiment_metric_id,
    max(shard) as shard,
    count(*) as unit_count,
    {{ ordered_sum('metric_value', 'value_place') }} as value_sum,
    {{ ordered_sum('metric_value * metric_value', 'value_place') }} as value_square_sum,
    {{ ordered_sum('paired_value', 'value_place') }} as paired_sum,
    {{ ordered_sum('paired_value * paired_value', 'value_place') }} as paired_square_sum,
    {{ ordered_sum('metric_value * paired_value', 'value_place') }} as product_sum
  from ordered_outcomes
  group by cell_place, experiment_metric_id
),

final as (
  select
    shard,
    cast(cell_place / 4096 as integer) as cell_id,
    experiment_metric_id,
    unit_count,
    value_sum,
    value_square_sum,
    paired_sum,
    paired_square_sum,
    product_sum
  from sums
)

select * from final
