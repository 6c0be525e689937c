-- grain: one row per experiment, variant and day since exposure: units that have been through it

with units as (
  select
    units.experiment_id,
    cells.variant,
    units.exposed_day,
    count(*) as unit_count
  from {{ ref('int_experiment_units') }} as units
  inner join {{ ref('int_cohort_cells') }} as cells
    on cells.cell_id = units.cell_id
  where cells.is_in_exposed = 1
  group by units.experiment_id, cells.variant, units.exposed_day
),

dates as (
  select * from {{ ref('dim_dates') }}
  where is_over = 1
),

final as (
  select
    units.experiment_id,
    units.variant,
    cast({{ datediff('units.exposed_day', 'dates.day', 'day') }} as integer) as day_number,
    cast(sum(units.unit_count) as bigint) as unit_count
  from units
  inner join dates
    on dates.day >= units.exposed_day
  group by units.experiment_id, units.variant, {{ datediff('units.exposed_day', 'dates.day', 'day') }}
)

select * from final
