-- grain: one row per metric with results by day, variant and day since the unit's first exposure: sums over what units did on that day alone

with unit_days as (
  select * from {{ ref('int_metric_unit_days') }}
  where {{ shard_slice('shard') }}
),

units as (
  select * from {{ ref('int_experiment_units') }}
  where {{ shard_slice('shard') }}
),

cells as (
  select * from {{ ref('int_cohort_cells') }}
  where is_in_exposed = 1
),

metrics as (
  select
    experiment_metric_id,
    metric_place
  from {{ ref('int_metric_rules') }}
),

ordered_values as (
  select
    metrics.experiment_metric_id,
    cells.variant,
    {{ datediff('units.exposed_day', 'unit_days.day', 'day') }} as day_number,
    unit_days.value_place,
    {{ metric_value('value_rule', '1', 'event_count', 'value_count', 'value_sum') }} as metric_value,
    coalesce({{ metric_value('paired_rule', '1', 'paired_event_count', 'paired_value_count', 'paired_value_sum') }}, 0) as paired_value,
    missing_value
  from unit_days
  inner join cells
    on cells.cell_id = {{ cell_of_place('unit_days.value_place') }}
  inner join metrics
    on metrics.experiment_metric_id = unit_days.experiment_metric_id
  inner join units
    on units.cell_id = cells.cell_id
    and units.unit_place = unit_days.value_place - metrics.metric_place
  where unit_days.day >= units.exposed_day
    and unit_days.day < date('{{ var("watermark_at") }}')
  order by metrics.experiment_metric_id, cells.variant, day_number, unit_days.value_place
),

final as (
  select
    experiment_metric_id,
    variant,
    cast(day_number as integer) as day_number,
    sum(case when coalesce(metric_value, missing_value) is null then 0 else 1 end) as acting_unit_count,
    {{ ordered_sum('metric_value', 'value_place') }} as value_sum,
    {{ ordered_sum('metric_value * metric_value', 'value_place') }} as value_square_sum,
    {{ ordered_sum('paired_value', 'value_place') }} as paired_sum,
    {{ ordered_sum('paired_value * paired_value', 'value_place') }} as paired_square_sum,
    {{ ordered_sum('coalesce(metric_value, 0) * paired_value', 'value_place') }} as product_sum
  from ordered_values
  group by experiment_metric_id, variant, day_number
)

select * from final
