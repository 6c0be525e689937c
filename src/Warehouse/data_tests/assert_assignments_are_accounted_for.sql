-- Every assignment is a unit's first, a duplicate of one of its variants, or a crossover.
with assignments as (
  select
    experiment_key,
    count(*) as assignment_count
  from {{ ref('stg_assignments') }}
  group by experiment_key
),

units as (
  select
    experiment_key,
    count(*) as unit_count,
    sum(assignment_count - variant_count) as duplicate_count,
    sum(variant_count - 1) as crossover_count
  from {{ ref('int_assignments_canonical') }}
  group by experiment_key
)

select *
from assignments
inner join units
  on units.experiment_key = assignments.experiment_key
where assignments.assignment_count <> unit_count + duplicate_count + crossover_count
