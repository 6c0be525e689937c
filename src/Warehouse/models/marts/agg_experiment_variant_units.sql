-- grain: one row per analysis mode, experiment and variant

with cohort as (
  select * from {{ ref('fct_experiment_cohort') }}
),

variants as (
  select * from {{ ref('dim_variants') }}
),

counts as (
  select
    experiment_key,
    variant,
    sum(is_in_itt) as itt_count,
    sum(is_in_exposed) as exposed_count
  from cohort
  group by experiment_key, variant
),

modes as (
  select 'itt' as analysis_mode
  union all
  select 'exposed' as analysis_mode
),

final as (
  select
    modes.analysis_mode,
    experiment_key,
    variant,
    variants.variant_position,
    variants.is_control,
    variants.expected_share,
    coalesce(case modes.analysis_mode when 'itt' then counts.itt_count else counts.exposed_count end, 0) as unit_count
  from variants
  cross join modes
  left join counts using (experiment_key, variant)
)

select * from final
