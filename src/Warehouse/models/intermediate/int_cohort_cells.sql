-- grain: one row per experiment, variant, every combination of segments, and whether exposed

with cohort as (
  select * from {{ ref('fct_experiment_cohort') }}
  where is_in_itt = 1
),

experiments as (
  select * from {{ ref('stg_experiments') }}
),

counts as (
  select
    experiment_key,
    variant,
    segment,
    country,
    platform,
    is_in_exposed,
    count(*) as unit_count
  from cohort
  group by experiment_key, variant, segment, country, platform, is_in_exposed
),

final as (
  select
    cast(
      row_number() over (order by counts.experiment_key, variant, segment, country, platform, is_in_exposed) as integer
    ) as cell_id,
    experiments.shard,
    experiments.experiment_id,
    counts.*
  from counts
  inner join experiments
    on experiments.experiment_key = counts.experiment_key
)

select * from final
