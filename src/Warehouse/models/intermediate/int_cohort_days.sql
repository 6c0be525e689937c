-- grain: one row per experiment, variant, whether exposed, and UTC day with new units

with units as (
  select * from {{ ref('int_experiment_units') }}
),

cells as (
  select * from {{ ref('int_cohort_cells') }}
),

final as (
  select
    units.experiment_id,
    cells.variant,
    cells.is_in_exposed,
    units.assigned_day as day,
    count(*) as unit_count
  from units
  inner join cells
    on cells.cell_id = units.cell_id
  group by units.experiment_id, cells.variant, cells.is_in_exposed, units.assigned_day
)

select * from final
