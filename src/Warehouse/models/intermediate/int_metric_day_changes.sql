-- grain: one row per experiment, metric, variant, whether exposed, and UTC day: how much sufficient statistics grew that day

with progress as (
  select
    progress.*,
    lag(metric_value) over (partition by value_place order by day) as metric_value_before,
    lag(paired_value, 1, 0) over (partition by value_place order by day) as paired_value_before
  from {{ ref('int_metric_unit_progress') }} as progress
  where {{ shard_slice('shard') }}
),

cells as (
  select * from {{ ref('int_cohort_cells') }}
),

ordered_changes as (
  select
    progress.experiment_metric_id,
    cells.variant,
    cells.is_in_exposed,
    progress.day,
    progress.value_place,
    case when metric_value is null then 0 else 1 end - case when metric_value_before is null then 0 else 1 end as unit_change,
    coalesce(metric_value, 0) as value_now,
    coalesce(metric_value_before, 0) as value_before,
    paired_value as paired_now,
    paired_value_before as paired_before
  from progress
  inner join cells
    on cells.cell_id = {{ cell_of_place('progress.value_place') }}
  order by progress.experiment_metric_id, cells.variant, cells.is_in_exposed, progress.day, progress.value_place
),

final as (
  select
    experiment_metric_id,
    variant,
    is_in_exposed,
    day,
    sum(unit_change) as unit_change,
    {{ ordered_sum('value_now - value_before', 'value_place') }} as value_change,
    {{ ordered_sum('value_now * value_now - value_before * value_before', 'value_place') }} as value_square_change,
    {{ ordered_sum('paired_now - paired_before', 'value_place') }} as paired_change,
    {{ ordered_sum('paired_now * paired_now - paired_before * paired_before', 'value_place') }} as paired_square_change,
    {{ ordered_sum('value_now * paired_now - value_before * paired_before', 'value_place') }} as product_change
  from ordered_changes
  group by experiment_metric_id, variant, is_in_exposed, day
)

select * from final
