-- grain: one row per experiment and unit that counts, with its place in its cell

{{ config(index_by='shard') }}

with cohort as (
  select * from {{ ref('fct_experiment_cohort') }}
  where is_in_itt = 1
),

cells as (
  select * from {{ ref('int_cohort_cells') }}
),

-- In the order of cells, so in that of shards: later models read one shard after the other.
numbered_units as (
  select
    cells.shard,
    cells.experiment_id,
    cohort.unit_id,
    cells.cell_id,
    row_number() over (partition by cells.cell_id order by cohort.unit_id) as unit_number,
    date(cohort.assigned_at) as assigned_day,
    date(cohort.first_valid_exposed_at) as exposed_day
  from cohort
  inner join cells
    on cells.experiment_key = cohort.experiment_key
    and cells.variant = cohort.variant
    and cells.segment = cohort.segment
    and cells.country = cohort.country
    and cells.platform = cohort.platform
    and cells.is_in_exposed = cohort.is_in_exposed
),

-- Sorting by one number is several times as fast as by cell, metric and unit. Within a cell (2^40) there is room for 4,095 metrics (2^28 each).
final as (
  select
    *,
    cast(cell_id as bigint) * 1099511627776 + unit_number as unit_place
  from numbered_units
)

select * from final
