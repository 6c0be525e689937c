-- The units of all variants are the units of the cohort, in either mode.
with cohort as (
  select
    experiment_key,
    sum(is_in_itt) as itt_count,
    sum(is_in_exposed) as exposed_count
  from {{ ref('fct_experiment_cohort') }}
  group by experiment_key
),

variant_units as (
  select
    experiment_key,
    analysis_mode,
    sum(unit_count) as unit_count
  from {{ ref('agg_experiment_variant_units') }}
  group by experiment_key, analysis_mode
)

select *
from variant_units
inner join cohort
  on cohort.experiment_key = variant_units.experiment_key
where unit_count <> case analysis_mode when 'itt' then itt_count else exposed_count end
